import { Command, InvalidArgumentError, Option } from "commander";
import type { EngineChoice } from "@robustness-lab/fixtures/engine";
import type { Layout } from "../office/class/discover/folder.ts";
import type { Shard } from "../office/class/plan.ts";
import type { IsolationChoice } from "../pipeline/run/isolation/index.ts";
import { parseSeed } from "./grade-options.ts";
import { CACHE_FOLDER } from "../shared/paths.ts";

/** What was typed. */
export interface GradeClassCommand {
  readonly source: string;
  readonly out: string;
  readonly cache: string;
  readonly layout: Layout;
  readonly engine: EngineChoice;
  readonly isolation: IsolationChoice;
  readonly resume: boolean;
  readonly jobs?: number;
  readonly seed?: number;
  readonly shard?: Shard;
  readonly only?: readonly string[];
}

const MAX_JOBS = 512;
const MAX_SHARDS = 10_000;
/** Results by what decided them, kept from one class to the next. */
const CACHE = `${CACHE_FOLDER}grades`;

const EXAMPLES = `
Examples:
  ./robustness-lab grade-class handed-in --out out/class            a folder of folders, archives, or an LMS download
  ./robustness-lab grade-class roster.csv --out out/class           id,name,path or id,name,git,commit
  ./robustness-lab grade-class handed-in --out out/class --resume   go on after Ctrl-C or a crash
  ./robustness-lab grade-class handed-in --out out/part2 --seed 7 --shard 2/4
                                                              a quarter of the class, for ./robustness-lab merge

Exit codes: 0 done, whatever the scores; 1 the grader failed for somebody, or was stopped; 2 bad usage.`;

/** Parses the arguments of `grade-class`. @throws CommanderError after saying what is wrong */
export function parseGradeClassCommand(argv: readonly string[]): GradeClassCommand {
  const command = new Command("./robustness-lab grade-class")
    .description(
      "Grades a class: everything in a folder, or everybody in a roster. Writes <out>/class.json and reports.",
    )
    .argument("<class>", "a folder of submissions, or a roster (.csv)")
    .requiredOption("--out <dir>", "where class.json and a folder for each submission go")
    .option("--jobs <n>", "so many at a time (default: by cores and memory; 1 on a GPU)", parseJobs)
    .option("--shard <i/n>", "only the i-th of n equal parts; needs --seed", parseShard)
    .option("--resume", "go on with the class that is in <out>", false)
    .option("--seed <n>", "one seed for the whole class (default: that of <out>, or a random one)", parseSeed)
    .addOption(
      new Option("--engine <name>", "what computes").choices(["auto", "node-gpu", "node", "wasm"]).default("auto"),
    )
    .addOption(
      new Option("--isolation <name>", "what keeps the submissions in")
        .choices(["auto", "bubblewrap", "node"])
        .default("auto"),
    )
    .addOption(
      new Option("--layout <name>", "how names in the folder are understood")
        .choices(["auto", "plain", "moodle", "canvas"])
        .default("auto"),
    )
    .option("--only <ids>", "checks or exercises, separated by commas", (ids: string) => ids.split(","))
    .addOption(
      new Option("--cache <dir>", "where results are kept for the next time").default(CACHE, "in node_modules"),
    )
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv);
  return { ...command.opts<Omit<GradeClassCommand, "source">>(), source: command.args[0] ?? "" };
}

function parseJobs(typed: string): number {
  const jobs = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  if (jobs >= 1 && jobs <= MAX_JOBS) return jobs;
  throw new InvalidArgumentError(`Expected an integer from 1 to ${MAX_JOBS}.`);
}

function parseShard(typed: string): Shard {
  const [index = 0, of = 0] = /^\d{1,5}\/\d{1,5}$/.test(typed) ? typed.split("/").map(Number) : [];
  if (index >= 1 && index <= of && of >= 2 && of <= MAX_SHARDS) return { index, of };
  throw new InvalidArgumentError("Expected a part and how many there are, such as 2/4.");
}

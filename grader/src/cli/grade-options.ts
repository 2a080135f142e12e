import { basename } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { assertSeed } from "@robustness-lab/fixtures/random";
import type { EngineChoice } from "@robustness-lab/fixtures/engine";
import type { IsolationChoice } from "../pipeline/run/isolation/index.ts";

/** What was typed. */
export interface GradeCommand {
  readonly source: string;
  readonly out: string;
  readonly engine: EngineChoice;
  readonly isolation: IsolationChoice;
  readonly seed?: number;
  readonly only?: readonly string[];
}

const EXAMPLES = `
Examples:
  ./robustness-lab grade template                       grade a folder
  ./robustness-lab grade handed-in/ada.zip --out out/ada
  ./robustness-lab grade solution --only 2.4,pgd.steps  one exercise and one check (a partial result)
  ./robustness-lab grade ada.zip --seed 42              the same probes again, to answer an appeal

Exit codes: 0 graded, whatever the score; 1 the grader failed; 2 bad usage.`;

/** Parses the arguments of `grade`. @throws CommanderError after saying what is wrong */
export function parseGradeCommand(argv: readonly string[]): GradeCommand {
  const command = new Command("./robustness-lab grade")
    .description("Grades one submission: a folder, a .zip or a .tar.gz with src/ in it.")
    .argument("<submission>", "the folder or archive that was handed in")
    .option(
      "--out <dir>",
      "where result.json, report.html and report.md go (default: out/<name>, with --only out/<name>-partial)",
    )
    .addOption(
      new Option("--engine <name>", "what computes").choices(["auto", "node-gpu", "node", "wasm"]).default("auto"),
    )
    .addOption(
      new Option("--isolation <name>", "what keeps the submission in")
        .choices(["auto", "bubblewrap", "node"])
        .default("auto"),
    )
    .option("--seed <n>", "draw the probes from this seed (default: a random one, kept in the result)", parseSeed)
    .option("--only <ids>", "checks or exercises, separated by commas", (ids: string) => ids.split(","))
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv);
  const source = command.args[0] ?? "";
  const typed = command.opts<Omit<GradeCommand, "source" | "out"> & { out?: string }>();
  // Apart from the whole result, which may hold marks: to answer an appeal costs nobody anything.
  const part = typed.only === undefined ? "" : "-partial";
  return { ...typed, source, out: typed.out ?? `out/${nameOf(source)}${part}` };
}

/** A seed as typed. @throws InvalidArgumentError, which commander shows */
export function parseSeed(typed: string): number {
  const seed = Number(typed);
  try {
    assertSeed(seed);
    return seed;
  } catch {
    throw new InvalidArgumentError("Expected an integer from 1 to 2147483647 (0 is not a seed).");
  }
}

function nameOf(source: string): string {
  return basename(source).replace(/\.(zip|tar\.gz|tgz|tar)$/i, "") || "submission";
}

import { join } from "node:path";
import { Command } from "commander";
import { UsageError } from "../shared/errors.ts";
import { showProgress } from "../shared/progress.ts";
import { EQUIVALENTS } from "../workshop/mutation/equivalents.ts";
import { writtenRanges } from "../workshop/mutation/ranges.ts";
import { holds, renderTally } from "../workshop/mutation/render-tally.ts";
import { runStryker } from "../workshop/mutation/run-stryker.ts";
import { HTML_REPORT } from "../workshop/mutation/stryker-settings.ts";
import { tally } from "../workshop/mutation/tally.ts";
import { readSources } from "../workshop/template/files.ts";
import { parseSeed } from "./grade-options.ts";
import { EXIT, runCommand } from "./run-command.ts";
import { ROOT } from "../shared/paths.ts";

const SOURCES = "solution/src/";

const EXAMPLES = `
Examples:
  ./robustness-lab mutation                   all that students write
  ./robustness-lab mutation linear/ mnist/pgd
                                     files whose path under solution/src begins so
  ./robustness-lab mutation --seed 7       with other probes

Exit codes: 0 the suites catch what they can and the list of equivalents is true, 1 not so, 2 bad usage.`;

interface MutationCommand {
  readonly seed: number;
  readonly beginnings: readonly string[];
}

process.exitCode = await runCommand(async () => {
  const command = parse(process.argv);
  const files = await chosenFiles(command.beginnings);
  const mutants = await runStryker({
    root: ROOT,
    sources: SOURCES,
    ranges: [...files].flatMap(([file, text]) => writtenRanges(`${SOURCES}${file}`, text)),
    seed: command.seed,
    progress: showProgress("mutation", process.stderr.isTTY, "mutants"),
  });
  const result = tally(
    mutants,
    EQUIVALENTS.filter(({ file }) => files.has(file)),
  );
  console.log(renderTally(result));
  console.log(`report: ${HTML_REPORT}`);
  return holds(result) ? EXIT.done : EXIT.fault;
});

function parse(argv: readonly string[]): MutationCommand {
  const command = new Command("./robustness-lab mutation")
    .description("Changes the reference solution in small ways, and counts the changes that the hidden suites catch.")
    .argument("[files...]", "beginnings of paths under solution/src")
    .option("--seed <n>", "draw the probes from this seed", parseSeed, 1)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv);
  return { ...command.opts<{ seed: number }>(), beginnings: command.args };
}

/** The solution's files with something to mutate. @throws UsageError when there are none */
async function chosenFiles(beginnings: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const isChosen = (file: string): boolean => beginnings.length === 0 || beginnings.some((one) => file.startsWith(one));
  const sources = await readSources(join(ROOT, SOURCES));
  const chosen = [...sources].filter(([file, text]) => {
    return isChosen(file) && !file.endsWith(".test.ts") && writtenRanges(file, text).length > 0;
  });
  if (chosen.length === 0) throw new UsageError(`no file of the solution begins with ${beginnings.join(" or ")}`);
  return new Map(chosen);
}

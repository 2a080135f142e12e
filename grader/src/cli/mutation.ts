import { UsageError } from "../shared/errors.ts";
import { ROOT } from "../shared/paths.ts";
import { showProgress } from "../shared/progress.ts";
import { EQUIVALENTS } from "../workshop/mutation/equivalents.ts";
import { writtenRanges } from "../workshop/mutation/ranges.ts";
import { holds, renderTally } from "../workshop/mutation/render-tally.ts";
import { runStryker } from "../workshop/mutation/run-stryker.ts";
import { HTML_REPORT } from "../workshop/mutation/stryker-settings.ts";
import { tally } from "../workshop/mutation/tally.ts";
import { readSources } from "../workshop/template/files.ts";
import { EXIT } from "../shared/exit.ts";

const SOURCES = "solution/src/";

/** Mutates the reference and prints which mutants the suites catch. */
export async function mutation(
  prefixes: readonly string[],
  { seed }: { readonly seed: number },
  signal: AbortSignal,
): Promise<number> {
  const files = await chosenFiles(prefixes);
  const mutants = await runStryker({
    root: ROOT,
    sources: SOURCES,
    ranges: [...files].flatMap(([file, text]) => writtenRanges(`${SOURCES}${file}`, text)),
    seed,
    progress: showProgress("mutation", process.stderr.isTTY, "mutants"),
    signal,
  });
  const equivalents = EQUIVALENTS.filter(({ file }) => files.has(file));
  const result = tally(mutants, equivalents);
  console.log(renderTally(result));
  console.log(`report: ${HTML_REPORT}`);
  return holds(result) ? EXIT.done : EXIT.fault;
}

/** The solution's files with something to mutate. @throws UsageError if there are none */
async function chosenFiles(prefixes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const isChosen = (file: string): boolean => prefixes.length === 0 || prefixes.some((one) => file.startsWith(one));
  const sources = await readSources(`${ROOT}${SOURCES}`);
  const chosen = [...sources].filter(([file, text]) => {
    return isChosen(file) && !file.endsWith(".test.ts") && writtenRanges(file, text).length > 0;
  });
  if (chosen.length === 0) throw new UsageError(`no file of the solution begins with ${prefixes.join(" or ")}`);
  return new Map(chosen);
}

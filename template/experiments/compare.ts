import { EngineUnavailableError } from "@robustness-lab/fixtures/engine";
import { compareResults } from "./compare-results.ts";
import { COMPARE_HELP, parseCompareOptions, UsageError } from "./options.ts";
import { openLaboratory } from "./run-experiments.ts";

/* `npm run compare` */

const BAD_USAGE = 2;

try {
  const settings = parseCompareOptions(process.argv.slice(2));
  if (settings === "help") console.log(COMPARE_HELP);
  else await compareResults(await openLaboratory(settings));
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof EngineUnavailableError)) throw error;
  console.error(error.message);
  process.exitCode = BAD_USAGE;
}

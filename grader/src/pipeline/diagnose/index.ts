import { readRecordedChecks } from "../judge/recorded-calls.ts";
import type { AnswersOptions } from "./answers.ts";
import type { Findings } from "./explain-checks.ts";

/**
 * Explains the failed checks of a run: names misconceptions, and describes patterns where no name fits.
 *
 * @param recordFile the calls of functions that failed a check, as the suites recorded them
 */
export async function diagnoseRun(recordFile: string, options: AnswersOptions): Promise<Findings> {
  const checks = await readRecordedChecks(recordFile);
  if (checks.length === 0) return { misconceptions: new Map(), patterns: new Map() };
  // Imported on demand, since they load TensorFlow and esbuild.
  const [{ openAnswers }, { explainChecks }, { FAMILIES, MISCONCEPTIONS }, { loadEngine }] = await Promise.all([
    import("./answers.ts"),
    import("./explain-checks.ts"),
    import("@robustness-lab/fixtures/corpus"),
    import("@robustness-lab/fixtures/engine"),
  ]);
  await loadEngine(options.engine);
  const answers = openAnswers(options);
  const findings = await explainChecks(checks, { misconceptions: MISCONCEPTIONS, families: FAMILIES }, answers.replay);
  await answers.save();
  return findings;
}

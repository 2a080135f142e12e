import { MISCONCEPTIONS, type Misconception } from "@robustness-lab/fixtures/corpus";
import { readRecordedChecks } from "../judge/recorded-calls.ts";
import type { AnswersOptions } from "./answers.ts";

/**
 * Names the misconceptions behind the failed checks of a run, by check id.
 *
 * @param recordFile the calls of functions that failed a check, as the suites recorded them
 */
export async function diagnoseRun(
  recordFile: string,
  options: AnswersOptions,
): Promise<ReadonlyMap<string, Pick<Misconception, "id" | "explanation">>> {
  const checks = await readRecordedChecks(recordFile);
  if (checks.length === 0) return new Map();
  // Imported on demand, since they load TensorFlow and esbuild.
  const [{ openAnswers }, { diagnose }] = await Promise.all([import("./answers.ts"), import("./diagnose.ts")]);
  const answers = openAnswers(options);
  const named = await diagnose(checks, MISCONCEPTIONS, answers.replay);
  await answers.save();
  return new Map([...named].map(([check, { id, explanation }]) => [check, { id, explanation }]));
}

import { MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import { readRecordedChecks } from "../judge/recorded-calls.ts";
import type { AnswersOptions } from "./answers.ts";

/** A known mistake, as a student reads of it. */
export interface Diagnosis {
  readonly id: string;
  readonly explanation: string;
}

/**
 * Names the known mistakes behind the failed checks of a run, by check id.
 *
 * @param recordFile what the suites recorded of the functions that failed a check
 */
export async function diagnoseRun(
  recordFile: string,
  options: AnswersOptions,
): Promise<ReadonlyMap<string, Diagnosis>> {
  const checks = await readRecordedChecks(recordFile);
  if (checks.length === 0) return new Map();
  // Loaded where there is something to name.
  const [{ openAnswers }, { diagnose }] = await Promise.all([import("./answers.ts"), import("./diagnose.ts")]);
  const answers = openAnswers(options);
  const named = await diagnose(checks, MISCONCEPTIONS, answers.replay);
  await answers.save();
  return new Map([...named].map(([check, { id, explanation }]) => [check, { id, explanation }]));
}

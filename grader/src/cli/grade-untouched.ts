import { gradeSubmission } from "../pipeline/grade/grade-submission.ts";
import { showProgress } from "../shared/progress.ts";
import type { Result } from "../pipeline/score/result.ts";
import { setUpGrading } from "./set-up-grading.ts";

const SEED = 1;

/** Grades a release that nobody has worked on. */
export async function gradeUntouched(source: string, signal: AbortSignal): Promise<Result> {
  const grading = await setUpGrading();
  const progress = showProgress("grading", process.stderr.isTTY);
  const options = { ...grading, source, seed: SEED, onProgress: progress.update, signal };
  return gradeSubmission(options).finally(progress.stop);
}

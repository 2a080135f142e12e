import { gradeSubmission } from "../pipeline/grade/grade-submission.ts";
import type { Result } from "../pipeline/score/result.ts";
import { UsageError } from "../shared/errors.ts";
import { showProgress } from "../shared/progress.ts";
import { releaseTo, scanFolder } from "../workshop/release/release.ts";
import { EXIT } from "../shared/exit.ts";
import { isolationForOurs } from "../pipeline/run/isolation/index.ts";
import { setUpGrading } from "./set-up-grading.ts";

const SEED = 1;

/** Writes and checks a release, or scans a folder for leaks. */
export async function release(
  folder: string | undefined,
  { prove, scan }: { readonly prove: boolean; readonly scan?: string },
  signal: AbortSignal,
): Promise<number> {
  if (scan !== undefined && folder === undefined) {
    return (await scanFolder(scan)) === 0 ? EXIT.done : EXIT.fault;
  }
  if (folder === undefined || scan !== undefined) {
    throw new UsageError("expected either a folder to write to or --scan DIR; see --help");
  }
  await releaseTo(folder, prove ? (source) => gradeUntouched(source, signal) : undefined, signal);
  return EXIT.done;
}

/** Grades a release with its stubs untouched. */
async function gradeUntouched(source: string, signal: AbortSignal): Promise<Result> {
  const grading = await setUpGrading(await isolationForOurs());
  const progress = showProgress("grading", process.stderr.isTTY);
  const options = { ...grading, source, seed: SEED, onProgress: progress.update, signal };
  return gradeSubmission(options).finally(progress.stop);
}

import { gradeSubmission } from "../pipeline/grade/grade-submission.ts";
import type { Result } from "../pipeline/score/result.ts";
import { UsageError } from "../shared/errors.ts";
import { showProgress } from "../shared/progress.ts";
import { packForGradescope } from "../workshop/release/gradescope.ts";
import { releaseTo, scanFolder } from "../workshop/release/release.ts";
import { recordStep } from "../workshop/release/translated.ts";
import { readRelease } from "../workshop/release/write-release.ts";
import { assertInStep } from "../workshop/template/assert-in-step.ts";
import { EXIT } from "../shared/exit.ts";
import { isolationForOurs } from "../pipeline/run/isolation/index.ts";
import { setUpGrading } from "./set-up-grading.ts";

const SEED = 1;

interface ReleaseOptions {
  readonly prove: boolean;
  readonly scan?: string;
  readonly gradescope?: string;
  readonly texts?: string;
  readonly inStep: boolean;
}

/** Writes and checks a release, scans a folder for leaks, or packs the grader for Gradescope. */
export async function release(
  folder: string | undefined,
  { prove, scan, gradescope, texts, inStep }: ReleaseOptions,
  signal: AbortSignal,
): Promise<number> {
  if (inStep) return recordTexts(folder, texts);
  if ([folder, scan, gradescope].filter((each) => each !== undefined).length !== 1) {
    throw new UsageError("expected a folder to write to, --scan DIR or --gradescope FILE; see --help");
  }
  if (scan !== undefined) return (await scanFolder(scan)) === 0 ? EXIT.done : EXIT.fault;
  await assertInStep();
  if (gradescope !== undefined) await packForGradescope(gradescope, signal);
  if (folder !== undefined) {
    const grade = (source: string): Promise<Result> => gradeUntouched(source, signal);
    await releaseTo(folder, { ...(prove ? { grade } : {}), ...(texts === undefined ? {} : { texts }) }, signal);
  }
  return EXIT.done;
}

/** Records that translated texts are in step with ours. */
async function recordTexts(folder: string | undefined, texts: string | undefined): Promise<number> {
  if (texts === undefined || folder !== undefined) {
    throw new UsageError("--in-step needs --texts DIR, and writes no release; see --help");
  }
  await assertInStep();
  console.log(`${await recordStep(await readRelease(), texts)} texts are in step`);
  return EXIT.done;
}

/** Grades a release with its stubs untouched. */
async function gradeUntouched(source: string, signal: AbortSignal): Promise<Result> {
  const grading = await setUpGrading(await isolationForOurs());
  const progress = showProgress("grading", process.stderr.isTTY);
  const options = { ...grading, source, seed: SEED, onProgress: progress.update, signal };
  return gradeSubmission(options).finally(progress.stop);
}

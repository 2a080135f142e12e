import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import { GRADING_TEST_ENGINE } from "@robustness-lab/fixtures/engine/testing";
import { gradeSubmission } from "../../pipeline/grade/grade-submission.ts";
import { isolationForOurs } from "../../pipeline/run/isolation/index.ts";
import type { Result } from "../../pipeline/score/result.ts";

/** Grades a submission as the command does, with the best isolation available. */
export async function gradeForTests(source: string, seed: number, only?: readonly string[]): Promise<Result> {
  return gradeSubmission({
    source,
    engine: await loadEngine(GRADING_TEST_ENGINE),
    isolation: await isolationForOurs(),
    seed,
    graderVersion: "test",
    ...(only === undefined ? {} : { only }),
  });
}

/** Sorted ids of the checks that did not pass. */
export function lostChecks(result: Result): readonly string[] {
  return result.checks
    .filter(({ verdict }) => verdict !== "passed")
    .map(({ id }) => id)
    .sort();
}

/** Runs `work` in a temporary folder and removes the folder afterwards. */
export async function inScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "grade-test-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

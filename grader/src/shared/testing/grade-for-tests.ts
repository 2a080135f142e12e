import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { gradeSubmission } from "../../pipeline/grade/grade-submission.ts";
import { chooseIsolation } from "../../pipeline/run/isolation/index.ts";
import type { Result } from "../../pipeline/score/result.ts";

/** Grades a submission as the command line does, with the best isolation there is. */
export async function gradeForTests(source: string, seed: number, only?: readonly string[]): Promise<Result> {
  return gradeSubmission({
    source,
    engine: await loadTestEngine(),
    isolation: await chooseIsolation("auto"),
    seed,
    graderVersion: "test",
    ...(only === undefined ? {} : { only }),
  });
}

/** Ids of the checks that were not passed, sorted. */
export function lostChecks(result: Result): readonly string[] {
  return result.checks
    .filter(({ verdict }) => verdict !== "passed")
    .map(({ id }) => id)
    .sort();
}

/** A folder for the length of one piece of work. */
export async function inScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "grade-test-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

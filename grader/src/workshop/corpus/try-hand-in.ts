import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SampleSubmission } from "@robustness-lab/fixtures/corpus";
import { UsageError } from "../../shared/errors.ts";
import { DEFAULT_LIMITS, type Limits } from "../../pipeline/run/run-limits.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { writeHandIn } from "./write-hand-in.ts";
import { problemsOf, type Outcome } from "./check-outcome.ts";
import { reportLeaks } from "./report-leaks.ts";
import { leaksIn, tracesLeft } from "./traces.ts";

/** As a student's, but for loops: they are stopped sooner, since each of a hundred takes its whole time. */
export const HAND_IN_LIMITS: Limits = { ...DEFAULT_LIMITS, callMs: 8000, memoryBytes: DEFAULT_LIMITS.memoryBytes / 2 };

/**
 * Grades a hand-in and looks at what became of it, and of the machine.
 *
 * @param grade grades a folder or an archive, with HAND_IN_LIMITS
 * @returns what is not as it must be, in words; empty when all is well
 */
export async function tryHandIn(
  handIn: SampleSubmission,
  grade: (source: string) => Promise<Result>,
): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "hand-in-"));
  try {
    const before = await scratchFolders();
    const source = await writeHandIn(handIn, folder);
    const outcome = await outcomeOf(() => grade(source));
    const left = (await scratchFolders()).filter((name) => !before.includes(name));
    return [
      ...problemsOf(handIn, outcome),
      ...(outcome instanceof UsageError ? [] : [...leaksIn(outcome), ...(await reportLeaks(outcome))]),
      ...left.map((name) => `a scratch folder was left: ${name}`),
      ...(await tracesLeft([tmpdir(), folder, join(folder, "homework")])),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function outcomeOf(grade: () => Promise<Result>): Promise<Outcome> {
  try {
    return await grade();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
}

async function scratchFolders(): Promise<readonly string[]> {
  return (await readdir(tmpdir())).filter(
    (name) => name.startsWith("robustness-lab-") && name.includes(`-${process.pid}-`),
  );
}

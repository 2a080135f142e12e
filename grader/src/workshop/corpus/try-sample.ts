import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SampleSubmission } from "@robustness-lab/fixtures/corpus";
import { DEFAULT_LIMITS, type Limits } from "../../pipeline/run/run-limits.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { UsageError } from "../../shared/errors.ts";
import { problemsOf, type Outcome } from "./check-outcome.ts";
import { reportLeaks } from "./report-leaks.ts";
import { leaksIn, tracesLeft } from "./traces.ts";
import { writeSample } from "./write-sample.ts";

/** A student's limits, except that infinite loops are stopped sooner, because there are many. */
export const SAMPLE_LIMITS: Limits = { ...DEFAULT_LIMITS, callMs: 8000, memoryBytes: DEFAULT_LIMITS.memoryBytes / 2 };

/**
 * Grades a sample submission; checks the result, its reports and the traces left on the machine.
 *
 * @param grade grades a folder or an archive, with SAMPLE_LIMITS
 * @returns the problems, as sentences; empty if the grader held
 */
export async function trySample(
  sample: SampleSubmission,
  grade: (source: string) => Promise<Result>,
): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "sample-"));
  try {
    const before = await scratchFolders();
    const source = await writeSample(sample, folder);
    const outcome = await outcomeOf(() => grade(source));
    const left = (await scratchFolders()).filter((name) => !before.includes(name));
    return [
      ...problemsOf(sample, outcome),
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

import { inject, test } from "vitest";
import type { Random } from "@robustness-lab/fixtures";
import type { Submission } from "../run/observation.ts";
import { checkSeeds, type CheckSeeds } from "./check-seeds.ts";
import { submissionOfThisRun } from "./submission-of-this-run.ts";
import type { JudgedCheck } from "./judgement.ts";

/** The learner did not meet a claim. Anything else that a check throws is a fault of ours, and no verdict. */
export class ClaimFailure extends Error {
  override readonly name = "ClaimFailure";
}

/** A check gives this back when every claim held: a verdict is never the absence of something. */
export const PASSED = Symbol("passed");

/** What a check works with. */
export interface CheckContext {
  readonly submission: Submission;
  /** Random numbers of this check alone, from the run's seed: the same in any order and under --only. */
  readonly random: Random;
  /** A seed of this check alone, for what takes a seed. */
  readonly seed: number;
}

type Judge = (context: CheckContext) => Promise<typeof PASSED>;

/** Longer than any call may take: the parent's clock ends calls, this ends checks that hang. */
const CHECK_TIMEOUT_MS = 300_000;

/**
 * Declares a check: one gradeable claim. Its points, title and hint stand in the rubric under the same id.
 *
 * @param id "<function>.<claim>"
 */
export function check(id: string, judge: Judge): void {
  const { only, seed } = inject("run");
  if (only !== null && !only.includes(id)) return;
  test(id, { timeout: CHECK_TIMEOUT_MS }, async ({ task }) => {
    const startedAt = performance.now();
    const context = { submission: await submissionOfThisRun(), ...seedsOf(seed, id) };
    const outcome = await verdictOf(judge, context);
    Object.assign(task.meta, { judged: { id, ...outcome, durationMs: Math.round(performance.now() - startedAt) } });
  });
}

let seeds: ReturnType<typeof checkSeeds> | undefined;

/** There is one run in a process, and its key takes a tenth of a second. */
function seedsOf(runSeed: number, checkId: string): CheckSeeds {
  seeds ??= checkSeeds(runSeed);
  return seeds(checkId);
}

async function verdictOf(judge: Judge, context: CheckContext): Promise<Pick<JudgedCheck, "verdict" | "message">> {
  try {
    const outcome: unknown = await judge(context);
    if (outcome !== PASSED) throw new Error("a check ended without a verdict");
    return { verdict: "passed" };
  } catch (error) {
    if (error instanceof ClaimFailure) return { verdict: "failed", message: error.message };
    throw error;
  }
}

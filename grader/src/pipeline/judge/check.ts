import type { Random } from "@robustness-lab/fixtures";
import type { Submission } from "../run/observation.ts";
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

const declared = new Map<string, Judge>();

/**
 * Declares a check: one gradeable claim. Its points, title and hint stand in the rubric under the same id.
 *
 * @param id "<function>.<claim>"
 */
export function check(id: string, judge: Judge): void {
  if (declared.has(id)) throw new Error(`the check ${id} is declared twice`);
  declared.set(id, judge);
}

/** The ids of the checks that were declared so far, in their order. */
export function declaredChecks(): readonly string[] {
  return [...declared.keys()];
}

/** The function that a check is about. */
export function functionOf(checkId: string): string {
  return checkId.slice(0, checkId.indexOf("."));
}

/** Judges one check. @throws whatever is no verdict: a fault of ours */
export async function judgeCheck(id: string, context: CheckContext): Promise<Pick<JudgedCheck, "verdict" | "message">> {
  try {
    const outcome: unknown = await declared.get(id)?.(context);
    if (outcome !== PASSED) throw new Error("a check ended without a verdict");
    return { verdict: "passed" };
  } catch (error) {
    if (error instanceof ClaimFailure) return { verdict: "failed", message: error.message };
    throw error;
  }
}

import type { Random } from "@robustness-lab/fixtures";
import type { Submission } from "../run/observation.ts";
import type { JudgedCheck } from "./judgement.ts";

/** The submission does not meet a claim. Any other error that a check throws is a grader fault, not a verdict. */
export class ClaimFailure extends Error {
  override readonly name = "ClaimFailure";

  /** The function threw, is missing, or was stopped. */
  readonly hasNoAnswer: boolean;

  constructor(message: string, hasNoAnswer = false) {
    super(message);
    this.hasNoAnswer = hasNoAnswer;
  }
}

/** Returned by a check when every claim holds: the absence of an error is not a verdict. */
export const PASSED = Symbol("passed");

/** The arguments of a check. */
export interface CheckContext {
  readonly submission: Submission;
  /** Draws from the run's seed and the check's id: the same in any order of checks and with --only. */
  readonly random: Random;
  /** For arguments that are seeds; see CheckSeeds. */
  readonly seed: number;
}

type Judge = (context: CheckContext) => Promise<typeof PASSED>;

const declared = new Map<string, Judge>();

/**
 * Declares a check: one gradeable claim. The rubric has its points, title and hint under the same id.
 *
 * @param id "<function>.<claim>"
 */
export function check(id: string, judge: Judge): void {
  if (declared.has(id)) throw new Error(`the check ${id} is declared twice`);
  declared.set(id, judge);
}

/** The ids of all declared checks, in the order of declaration. */
export function declaredChecks(): readonly string[] {
  return [...declared.keys()];
}

/** The name of the function that a check judges. */
export function functionOf(checkId: string): string {
  return checkId.slice(0, checkId.indexOf("."));
}

/** Judges one check. @throws anything that is not a verdict: a grader fault */
export async function judgeCheck(id: string, context: CheckContext): Promise<Omit<JudgedCheck, "id" | "durationMs">> {
  try {
    const outcome: unknown = await declared.get(id)?.(context);
    if (outcome !== PASSED) throw new Error("a check ended without a verdict");
    return { verdict: "passed" };
  } catch (error) {
    if (error instanceof ClaimFailure) {
      return { verdict: "failed", message: error.message, ...(error.hasNoAnswer ? { hasNoAnswer: true } : {}) };
    }
    throw error;
  }
}

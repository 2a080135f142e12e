import type { CheckContext } from "../check.ts";
import { claimKept, keep } from "../probes/images.ts";
import { linearProbe, problemArgument } from "../probes/linear-problem.ts";

/**
 * Claims that w, x and y are alive and unchanged after a call: they stay the caller's.
 *
 * @param others the arguments of the call beside the problem
 */
export async function claimProblemKept(
  { submission, random }: CheckContext,
  functionName: string,
  others: Readonly<Record<string, unknown>>,
): Promise<void> {
  const given = problemArgument(linearProbe(random, { d: 3, length: 1.2, margins: [-1, 0.5] }));
  const problem = { w: keep(given.w), x: keep(given.x), y: keep(given.y) };
  const observation = await submission.call(functionName, { ...problem, ...others });
  claimKept(observation, given, functionName);
}

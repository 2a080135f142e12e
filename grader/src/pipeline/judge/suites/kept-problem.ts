import type { CheckContext } from "../check.ts";
import { claimKept, keepEach } from "../probes/given-tensors.ts";
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
  const observation = await submission.call(functionName, { ...keepEach(given), ...others });
  claimKept(observation, given, functionName);
}

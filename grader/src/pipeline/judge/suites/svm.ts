import { check, PASSED, type CheckContext } from "../check.ts";
import { claimEach, claimNumberClose, FLOAT32, returnedScalar } from "../claims.ts";
import {
  robustHinge,
  robustHingeBound,
  robustHingeSlack,
  svmObjective,
  type HingeProblem,
} from "../expected/robust-hinge.ts";
import type { Vector } from "../expected/vectors.ts";
import { inWords, linearProbe, marginsOf, problemArgument, stratified } from "../probes/linear-problem.ts";

/*
 * Exercise 1.4. Points fall in three regions: m < 1, where the clean hinge is active; m from 1 to 1 + epsilon ||w||, where
 * only the adversary makes it active; and beyond. Each check chooses the regions that its claim is about.
 */

type Objective = (problem: HingeProblem) => number;

/** ||w||_2 is 1.6 or 0.6 and epsilon ||w||_2 about 0.5: neither norm is its own square, and the regions have room. */
const SCALES = [
  { d: 5, length: 1.6, epsilon: 0.3 },
  { d: 8, length: 0.6, epsilon: 0.9 },
];
const BELOW = [-2, 0.9] as const;
const BETWEEN = [1.05, 1.45] as const;
const BEYOND = [1.7, 4] as const;

check("robustHinge.values", async (context) => {
  await claimObjective(context, "robustHinge", robustHinge, [BELOW, BEYOND]);
  return PASSED;
});

check("robustHinge.beyond-margin", async (context) => {
  await claimObjective(context, "robustHinge", robustHinge, [BETWEEN]);
  return PASSED;
});

check("robustHingeBound.values", async (context) => {
  await claimObjective(context, "robustHingeBound", robustHingeBound, [BELOW, BETWEEN, BEYOND]);
  return PASSED;
});

check("robustHingeBound.tight", async (context) => {
  await claimObjective(context, "robustHingeBound", robustHinge, [BELOW]);
  return PASSED;
});

check("robustHingeSlack.values", async (context) => {
  // Losses of 70 000, a slack of a fraction: the difference of the two sides has no digits left for it.
  await claimEach([BELOW, [-9e4, -5e4] as const], (low) =>
    claimObjective(context, "robustHingeSlack", robustHingeSlack, [low, BETWEEN]),
  );
  return PASSED;
});

check("robustHingeSlack.saturated", async (context) => {
  // One in four beyond, two in three, all: whoever takes a fixed share of epsilon ||w|| is found.
  await claimEach([[BELOW, BELOW, BELOW, BEYOND], [BEYOND, BELOW, BEYOND], [BEYOND]], (regions) =>
    claimObjective(context, "robustHingeSlack", robustHingeSlack, regions),
  );
  return PASSED;
});

check("svmObjective.values", async (context) => {
  await claimObjective(context, "svmObjective", svmObjective, [BELOW, BETWEEN, BEYOND], "lambda");
  return PASSED;
});

/** Asks for points of the regions, three in each, at both scales; the strength varies a little around its own. */
async function claimObjective(
  { submission, random }: CheckContext,
  name: string,
  objective: Objective,
  regions: readonly (readonly [number, number])[],
  strengthName: "epsilon" | "lambda" = "epsilon",
): Promise<void> {
  await claimEach(SCALES, async ({ d, length, epsilon }) => {
    const strength = epsilon * random.uniform(0.95, 1.05);
    const probe = linearProbe(random, { d, length, margins: drawn(random, regions) });
    const asked = `${name} of ${inWords(probe)}`;
    const observation = await submission.call(name, { ...problemArgument(probe), [strengthName]: strength });
    const expected = objective({ margins: marginsOf(probe), w: probe.w, strength });
    claimNumberClose(returnedScalar(observation, asked), expected, asked, { ...FLOAT32, absolute: 1e-5 });
  });
}

function drawn(random: CheckContext["random"], regions: readonly (readonly [number, number])[]): Vector {
  return regions.flatMap(([low, high]) => [...stratified(random, 3, low, high)]);
}

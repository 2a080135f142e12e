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
 * Exercise 1.4. There are three regions of margins: BELOW 1 the clean hinge is active, BETWEEN 1 and 1 + epsilon ||w||
 * only the robust hinge is, BEYOND neither is. Each check uses the regions that its claim is about.
 */

type Objective = (problem: HingeProblem) => number;

/** Norms differ from their squares, and epsilon ||w||_2 is about 0.5, which leaves room for each region. */
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
  // Losses of 70 000 and a slack below 1: the difference of the two sides in float32 has no correct digits.
  await claimEach([BELOW, [-9e4, -5e4] as const], (low) =>
    claimObjective(context, "robustHingeSlack", robustHingeSlack, [low, BETWEEN]),
  );
  return PASSED;
});

check("robustHingeSlack.saturated", async (context) => {
  // One in four points, two in three, all: this detects a fixed fraction of epsilon ||w||.
  await claimEach([[BELOW, BELOW, BELOW, BEYOND], [BEYOND, BELOW, BEYOND], [BEYOND]], (regions) =>
    claimObjective(context, "robustHingeSlack", robustHingeSlack, regions),
  );
  return PASSED;
});

check("svmObjective.values", async (context) => {
  await claimObjective(context, "svmObjective", svmObjective, [BELOW, BETWEEN, BEYOND], "lambda");
  return PASSED;
});

/** Judges a call with three points in each region, at both scales, with a strength within 5 % of epsilon. */
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

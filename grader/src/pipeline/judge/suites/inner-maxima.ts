import type { MarginLossName } from "../../run/arguments/described.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claim, claimClose, claimEach, returnedTensor, type Numbers, type Tolerance } from "../claims.ts";
import { MARGIN_LOSSES } from "../expected/margin-losses.ts";
import { norm1, norm2, type Vector } from "../expected/vectors.ts";
import {
  inWords,
  linearProbe,
  marginsOf,
  opposite,
  problemArgument,
  stratified,
  stretched,
  withoutWeights,
  type LinearDraw,
  type LinearProbe,
} from "../probes/linear-problem.ts";
import { claimProblemKept } from "./kept-problem.ts";

/* Exercises 1.2 and 1.5: the inner maximum is l(m - epsilon ||w||), with the dual norm of the ball's. */

type Ball = "L2" | "Linf";

const DUAL_NORM: Readonly<Record<Ball, (w: Vector) => number>> = { L2: norm2, Linf: norm1 };

/** Sums over up to 200 coordinates in float32: roundings of 6e-8 on sums of absolute values of about 20. */
const SUMS: Tolerance = { relative: 1e-4, absolute: 1e-5 };

check("innerMaximumL2.values", async (context) => {
  await claimEach(usualValues(context), (one) => claimMaximum(context, "L2", one));
  return PASSED;
});

check("innerMaximumL2.any-loss", async (context) => {
  await claimEach(otherLosses(context), (one) => claimMaximum(context, "L2", one));
  await claimProblemKept(context, "innerMaximumL2", { epsilon: 0.3, loss: { $: "marginLoss", name: "hinge" } });
  return PASSED;
});

check("innerMaximumL2.one-point", async (context) => {
  // Negative: its square and its absolute value are others.
  const margin = context.random.uniform(-1, -0.2);
  const long = linearProbe(context.random, { d: 200, length: 1.3, margins: [margin], label: 1 });
  const other = linearProbe(context.random, { d: 200, length: 1.3, margins: [margin], label: -1 });
  const single = linearProbe(context.random, { d: 1, length: 0.8, margins: [context.random.uniform(-1, 0.5)] });
  const cases = [
    { probe: long, epsilon: 0.7, loss: "logistic" },
    { probe: other, epsilon: 0.7, loss: "hinge" },
    { probe: single, epsilon: 0.3, loss: "logistic" },
  ] as const;
  await claimEach(cases, (one) => claimMaximum(context, "L2", one));
  return PASSED;
});

check("innerMaximumL2.zero-epsilon", async (context) => {
  const cases = zeroEpsilon(context);
  const attacked = activeProbe(context);
  await claimEach(cases, (one) => claimMaximum(context, "L2", one));
  // The clean loss says nothing about a function that has no adversary for any epsilon.
  await claimAdversary(context, attacked);
  return PASSED;
});

check("innerMaximumL2.zero-weights", async (context) => {
  const cases = zeroWeights(context);
  const attacked = activeProbe(context);
  await claimEach(cases, (one) => claimMaximum(context, "L2", one));
  await claimAdversary(context, attacked);
  return PASSED;
});

check("innerMaximumLinf.values", async (context) => {
  // In 60 dimensions the l1 and l2 norms differ most.
  const probe = linearProbe(context.random, { d: 60, length: 0.4, margins: [context.random.uniform(-1, 0.8)] });
  const cases = [
    ...usualValues(context),
    { probe, epsilon: 0.3, loss: "logistic" } as const,
    ...zeroEpsilon(context).slice(-1),
    ...zeroWeights(context).slice(-1),
  ];
  await claimEach(cases, (one) => claimMaximum(context, "Linf", one));
  return PASSED;
});

check("innerMaximumLinf.any-loss", async (context) => {
  await claimEach(otherLosses(context), (one) => claimMaximum(context, "Linf", one));
  await claimProblemKept(context, "innerMaximumLinf", { epsilon: 0.3, loss: { $: "marginLoss", name: "hinge" } });
  return PASSED;
});

/** A call of innerMaximumL2 or innerMaximumLinf. */
export interface MaximumProbe {
  readonly probe: LinearProbe;
  readonly epsilon: number;
  readonly loss: MarginLossName;
}

/**
 * Short weights with a large ball, long weights with a small ball: norms, their squares and the square of epsilon differ.
 * Most margins are below 1, where the hinge depends on them. One problem has as many points as coordinates.
 */
function usualValues(context: CheckContext): readonly MaximumProbe[] {
  return [
    { ...shortWeights(context, 7), loss: "hinge" },
    { ...longWeights(context, 10, { label: -1 }), loss: "hinge" },
    { ...shortWeights(context, 5, { label: 1 }), loss: "logistic" },
    // NaN passes through this loss, but not through every max(0, .).
    { ...longWeights(context, 10, { zeros: 1 }), loss: "logistic" },
  ];
}

function otherLosses(context: CheckContext): readonly MaximumProbe[] {
  return [
    { ...shortWeights(context, 7), loss: "exponential" },
    { ...longWeights(context, 10), loss: "linear" },
  ];
}

type Variation = Pick<LinearDraw, "label" | "zeros">;

function shortWeights({ random }: CheckContext, n: number, variation: Variation = {}) {
  const draw = { d: 5, length: random.uniform(0.3, 0.5), margins: stratified(random, n, -1.5, 2.5) };
  return { probe: linearProbe(random, { ...draw, ...variation }), epsilon: random.uniform(1.3, 1.8) };
}

function longWeights({ random }: CheckContext, n: number, variation: Variation = {}) {
  const draw = { d: 4, length: random.uniform(2.5, 3.5), margins: stratified(random, n, -1.5, 2.5) };
  return { probe: linearProbe(random, { ...draw, ...variation }), epsilon: random.uniform(0.2, 0.3) };
}

function zeroEpsilon({ random }: CheckContext): readonly MaximumProbe[] {
  return (["hinge", "logistic"] as const).map((loss) => {
    const probe = linearProbe(random, { d: 6, length: 2, margins: stratified(random, 7, -2, 2) });
    return { probe, epsilon: 0, loss };
  });
}

function zeroWeights({ random }: CheckContext): readonly MaximumProbe[] {
  return (["hinge", "logistic"] as const).map((loss) => {
    const probe = withoutWeights(linearProbe(random, { d: 4, length: 1, margins: [-1, 0, 1] }));
    return { probe, epsilon: 0.5, loss };
  });
}

/** A problem at whose margins every loss has a slope. */
export function activeProbe({ random }: CheckContext): Omit<MaximumProbe, "loss"> {
  const margins = stratified(random, 4, -1.5, 0.8);
  // All weights are below 1: truncated, there is no adversary.
  return { probe: linearProbe(random, { d: 5, length: random.uniform(1.2, 1.35), margins }), epsilon: 0.4 };
}

/**
 * Claims that there is an adversary, right or wrong: with epsilon > 0 the loss of each point is another than with 0, depends
 * on the point and on the length of w, and is the same for opposite points and weights, unlike with a displacement that does
 * not depend on w.
 */
export async function claimAdversary(context: CheckContext, attacked: Omit<MaximumProbe, "loss">): Promise<void> {
  const { probe, epsilon } = attacked;
  const loss = "logistic";
  const asked = askedFor("L2", { ...attacked, loss });
  const { values } = await maximaOf(context, "L2", { probe, epsilon, loss });
  const unattacked = await maximaOf(context, "L2", { probe, epsilon: 0, loss });
  const reflected = await maximaOf(context, "L2", { probe: opposite(probe), epsilon, loss });
  const longer = await maximaOf(context, "L2", { probe: stretched(probe), epsilon, loss });
  values.forEach((value, point) => {
    // Right or wrong, an adversary of this size changes the loss by 0.1 or so.
    const change = Math.abs(value - (unattacked.values[point] as number));
    claim(change > 3e-3, `${asked}: point ${point} has the same loss as with epsilon 0`);
    const isBlind = Math.abs(value - (longer.values[point] as number)) < 1e-3;
    claim(!isBlind, `${asked}: point ${point} has the same loss with longer weights and the same margin`);
  });
  claim(Math.max(...values) - Math.min(...values) > 1e-3, `${asked}: all points have the same loss`);
  claimClose(reflected, values, `${asked}: change of the losses with the signs of all points and weights`, SUMS);
}

async function claimMaximum(context: CheckContext, ball: Ball, one: MaximumProbe): Promise<void> {
  const { probe, epsilon, loss } = one;
  const drop = epsilon * DUAL_NORM[ball](probe.w);
  const expected = marginsOf(probe).map((margin) => MARGIN_LOSSES[loss](margin - drop));
  claimClose(await maximaOf(context, ball, one), expected, askedFor(ball, one), SUMS);
}

/** Calls innerMaximumL2 or innerMaximumLinf; fails the check unless it returns [n] finite numbers. */
export async function maximaOf({ submission }: CheckContext, ball: Ball, one: MaximumProbe): Promise<Numbers> {
  const { probe, epsilon, loss } = one;
  const argument = { ...problemArgument(probe), epsilon, loss: { $: "marginLoss", name: loss } };
  const observation = await submission.call(`innerMaximum${ball}`, argument);
  return returnedTensor(observation, askedFor(ball, one), [probe.x.length]);
}

function askedFor(ball: Ball, { probe, epsilon, loss }: MaximumProbe): string {
  const radius = epsilon === 0 ? " with epsilon 0" : "";
  return `innerMaximum${ball} of ${inWords(probe)}${radius} for the ${LOSS_NAMES[loss]}`;
}

const LOSS_NAMES: Readonly<Record<MarginLossName, string>> = {
  hinge: "hinge loss",
  logistic: "logistic loss",
  exponential: "loss exp(-z)",
  squaredHinge: "loss max(0, 1/2 - z)^2",
  linear: "loss -z",
};

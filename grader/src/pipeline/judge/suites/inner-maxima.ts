import type { MarginLossName } from "../../run/arguments/described.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claimClose, claimEach, returnedTensor, type Tolerance } from "../claims.ts";
import { MARGIN_LOSSES } from "../expected/margin-losses.ts";
import { norm1, norm2, type Vector } from "../expected/vectors.ts";
import {
  inWords,
  linearProbe,
  marginsOf,
  problemArgument,
  stratified,
  type LinearProbe,
} from "../probes/linear-problem.ts";

/* Exercises 1.2 and 1.5: the inner maximum is l(m - epsilon ||w||), with the dual norm of the ball's. */

type Ball = "L2" | "Linf";

const DUAL_NORM: Readonly<Record<Ball, (w: Vector) => number>> = { L2: norm2, Linf: norm1 };

/** Sums over up to 200 coordinates in float32: roundings of 6e-8 on sums of absolute values of about 20. */
const SUMS: Tolerance = { relative: 1e-4, absolute: 1e-5 };

check("innerMaximumL2.values", async (context) => {
  await claimEach(usualValues(context, ["hinge", "logistic"]), (one) => claimMaximum(context, "L2", one));
  return PASSED;
});

check("innerMaximumL2.any-loss", async (context) => {
  await claimEach(usualValues(context, ["exponential", "squaredHinge"]), (one) => claimMaximum(context, "L2", one));
  return PASSED;
});

check("innerMaximumL2.one-point", async (context) => {
  const probe = linearProbe(context.random, { d: 200, length: 1.3, margins: [context.random.uniform(-1, 0.8)] });
  const cases = [
    { probe, epsilon: 0.7, loss: "logistic" },
    { probe: mirrored(probe), epsilon: 0.7, loss: "hinge" },
  ] as const;
  await claimEach(cases, (one) => claimMaximum(context, "L2", one));
  return PASSED;
});

check("innerMaximumL2.zero-epsilon", async (context) => {
  await claimEach(["hinge", "logistic"] as const, (loss) => {
    const probe = linearProbe(context.random, { d: 6, length: 2, margins: stratified(context.random, 7, -2, 2) });
    return claimMaximum(context, "L2", { probe, epsilon: 0, loss });
  });
  return PASSED;
});

check("innerMaximumL2.zero-weights", async (context) => {
  await claimEach(["hinge", "logistic"] as const, (loss) => {
    const { x, y } = linearProbe(context.random, { d: 4, length: 1, margins: [-1, 0, 1] });
    return claimMaximum(context, "L2", { probe: { w: [0, 0, 0, 0], x, y }, epsilon: 0.5, loss });
  });
  return PASSED;
});

check("innerMaximumLinf.values", async (context) => {
  const usual = usualValues(context, ["hinge", "logistic"]);
  // In 60 dimensions the l1 and l2 norms differ most.
  const probe = linearProbe(context.random, { d: 60, length: 0.4, margins: [context.random.uniform(-1, 0.8)] });
  await claimEach([...usual, { probe, epsilon: 0.3, loss: "logistic" } as const], (one) =>
    claimMaximum(context, "Linf", one),
  );
  return PASSED;
});

check("innerMaximumLinf.any-loss", async (context) => {
  await claimEach(usualValues(context, ["exponential", "squaredHinge"]), (one) => claimMaximum(context, "Linf", one));
  return PASSED;
});

/** The same margins with opposite points and labels. */
function mirrored({ w, x, y }: LinearProbe): LinearProbe {
  return { w, x: x.map((point) => point.map((value) => -value)), y: y.map((label) => -label) };
}

/**
 * Short weights with a large ball, long weights with a small ball: norms, their squares and the square of epsilon differ.
 * Most margins are below 1, where the hinge depends on them.
 */
function usualValues({ random }: CheckContext, losses: readonly MarginLossName[]): readonly MaximumProbe[] {
  const scales = [
    { n: 7, d: 5, length: random.uniform(0.3, 0.5), epsilon: random.uniform(1.3, 1.8) },
    { n: 10, d: 3, length: random.uniform(2.5, 3.5), epsilon: random.uniform(0.2, 0.3) },
  ];
  return losses.flatMap((loss) =>
    scales.map(({ n, d, length, epsilon }) => {
      const probe = linearProbe(random, { d, length, margins: stratified(random, n, -1.5, 2.5) });
      return { probe, epsilon, loss };
    }),
  );
}

interface MaximumProbe {
  readonly probe: LinearProbe;
  readonly epsilon: number;
  readonly loss: MarginLossName;
}

async function claimMaximum(
  { submission }: CheckContext,
  ball: Ball,
  { probe, epsilon, loss }: MaximumProbe,
): Promise<void> {
  const asked = `innerMaximum${ball} of ${inWords(probe)} for the ${LOSS_NAMES[loss]}`;
  const argument = { ...problemArgument(probe), epsilon, loss: { $: "marginLoss", name: loss } };
  const values = returnedTensor(await submission.call(`innerMaximum${ball}`, argument), asked, [probe.x.length]);
  const drop = epsilon * DUAL_NORM[ball](probe.w);
  claimClose(
    values,
    marginsOf(probe).map((margin) => MARGIN_LOSSES[loss](margin - drop)),
    asked,
    SUMS,
  );
}

const LOSS_NAMES: Readonly<Record<MarginLossName, string>> = {
  hinge: "hinge loss",
  logistic: "logistic loss",
  exponential: "loss exp(-z)",
  squaredHinge: "loss max(0, 1 - z)^2",
};

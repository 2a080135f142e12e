import { check, PASSED, type CheckContext } from "../check.ts";
import { claim, claimEach, returnedTensor, show } from "../claims.ts";
import { minus, norm1, norm2, normInf, dot, type Vector } from "../expected/vectors.ts";
import {
  inWords,
  linearProbe,
  problemArgument,
  stratified,
  withoutWeights,
  type LinearDraw,
  type LinearProbe,
} from "../probes/linear-problem.ts";
import { claimProblemKept } from "./kept-problem.ts";

/*
 * Exercises 1.3 and 1.5: a maximiser is any point of the ball with the smallest margin, so the claims are about lengths and
 * margins of displacements, measured in double precision, and not about the points. A length says little about a
 * displacement that has nothing to do with w, so each check claims that the direction has.
 */

/**
 * A displacement is the difference of float32 numbers of size 8 or so: a few roundings of 5e-7 a coordinate. The relative
 * part allows a normalisation with a floor of 1e-7, but not a wrong norm.
 */
const LENGTH_TOLERANCE = { relative: 1e-3, absolute: 5e-6 };

interface Ball {
  readonly functionName: string;
  readonly name: string;
  readonly length: (delta: Vector) => number;
  /** The most that a displacement of length 1 can lower the margin. */
  readonly dualNorm: (w: Vector) => number;
}

const L2: Ball = { functionName: "innerMaximiserL2", name: "l2", length: norm2, dualNorm: norm2 };
export const LINF: Ball = { functionName: "innerMaximiserLinf", name: "l_inf", length: normInf, dualNorm: norm1 };

interface MaximiserProbe {
  readonly probe: LinearProbe;
  readonly epsilon: number;
}

check("innerMaximiserL2.attains", async (context) => {
  await claimAttained(context, L2, [...usualProbes(context, { zeros: 1 }), inOneDimension(context)]);
  return PASSED;
});

check("innerMaximiserL2.distance", async (context) => {
  await claimEach(usualProbes(context, { zeros: 1 }), async (one) => {
    const { asked, displacements } = await displacementsOf(context, L2, one);
    for (const delta of displacements) claimLength(norm2(delta), one.epsilon, asked);
    claimAlongWeights(displacements, one.probe, asked);
  });
  await claimUnmoved(context, L2);
  await claimProblemKept(context, "innerMaximiserL2", { epsilon: 0.3 });
  return PASSED;
});

check("innerMaximiserL2.tiny-weights", async (context) => {
  const margins = stratified(context.random, 5, -2, 2);
  // With more coordinates than in the other checks, a divisor that is kept from there is too small.
  const probe = linearProbe(context.random, { d: 10, length: 1, margins, isBalanced: true });
  // Powers of two: scaling is exact.
  const scaled = (factor: number) => ({
    probe: { ...probe, w: probe.w.map((value) => value * factor) },
    epsilon: 0.6,
  });
  const usual = await displacementsOf(context, L2, scaled(2 ** 5));
  const { asked, displacements } = await displacementsOf(context, L2, scaled(2 ** -12));
  const what = `${asked} (w of length 2.4e-4)`;
  displacements.forEach((delta, point) => {
    claimInside(L2, delta, 0.6, what);
    claim(norm2(delta) > 0.06, `${what}: point ${point} moves by ${show(norm2(delta))} only, epsilon is 0.6`);
    const change = norm2(minus(delta, usual.displacements[point] as Vector));
    // 1 % allows a floor of 1e-6 under the norm.
    claim(change <= 6e-3, `${what}: point ${point} goes elsewhere than with 131072 w, by ${show(change)}`);
  });
  claimAlongWeights(displacements, probe, what);
  return PASSED;
});

check("innerMaximiserL2.zero-weights", async (context) => {
  const probe = linearProbe(context.random, { d: 5, length: 1, margins: [-2, 0, 1, 3], isBalanced: true });
  await claimAnyPoint(context, L2, probe);
  const { asked, displacements } = await displacementsOf(context, L2, { probe, epsilon: 0.3 });
  claimAlongWeights(displacements, probe, asked);
  return PASSED;
});

check("innerMaximiserLinf.attains", async (context) => {
  await claimAttained(context, LINF, [...usualProbes(context), inOneDimension(context)]);
  return PASSED;
});

check("innerMaximiserLinf.distance", async (context) => {
  await claimEach(usualProbes(context), async ({ probe: drawn, epsilon }) => {
    // The coordinate of the zero weight may move anywhere within epsilon; that of the tiny one must move by epsilon. Both
    // signs remain among the others.
    const tiny = -1e-3 * Math.sign(drawn.w[2] as number);
    const probe = { ...drawn, w: [0, tiny, ...drawn.w.slice(2)].map(Math.fround) };
    const { asked, displacements } = await displacementsOf(context, LINF, { probe, epsilon });
    for (const [free, ...bound] of displacements) {
      claimInside(LINF, [free as number], epsilon, asked);
      for (const entry of bound) claimLength(Math.abs(entry), epsilon, `${asked}: a coordinate with w_j != 0`);
      const turned = bound.map((entry, index) => Math.sign(entry * (probe.w[index + 1] as number)));
      const isOneWay = turned.every((sign) => sign === turned[0]);
      claim(isOneWay, `${asked}: some coordinates of a point lower its margin, and others raise it`);
    }
  });
  await claimAnyPoint(context, LINF, linearProbe(context.random, { d: 3, length: 1, margins: [-1, 2] }));
  await claimUnmoved(context, LINF);
  await claimProblemKept(context, "innerMaximiserLinf", { epsilon: 0.3 });
  return PASSED;
});

/**
 * Short weights with a large ball, long weights with a small ball: epsilon differs from ||w||, epsilon ||w|| and
 * epsilon / ||w||. One problem has as many points as coordinates, one has a single point.
 */
function usualProbes(
  { random }: CheckContext,
  { zeros = 0 }: Pick<LinearDraw, "zeros"> = {},
): readonly MaximiserProbe[] {
  const drawn = (n: number, draw: Omit<LinearDraw, "margins">): LinearProbe =>
    linearProbe(random, { ...draw, margins: stratified(random, n, -2, 2) });
  return [
    {
      probe: drawn(6, { d: 7, length: random.uniform(0.3, 0.4), isBalanced: true }),
      epsilon: random.uniform(1.2, 1.6),
    },
    { probe: drawn(5, { d: 5, length: random.uniform(2.5, 4), zeros }), epsilon: random.uniform(0.2, 0.4) },
    { probe: drawn(1, { d: 3, length: random.uniform(1.5, 2), label: -1 }), epsilon: random.uniform(0.5, 0.9) },
  ];
}

function inOneDimension({ random }: CheckContext): MaximiserProbe {
  return { probe: linearProbe(random, { d: 1, length: 1.7, margins: [-1, 0.5] }), epsilon: 0.6 };
}

async function claimAttained(context: CheckContext, ball: Ball, cases: readonly MaximiserProbe[]): Promise<void> {
  await claimEach(cases, async ({ probe, epsilon }) => {
    const { asked, displacements } = await displacementsOf(context, ball, { probe, epsilon });
    const possible = epsilon * ball.dualNorm(probe.w);
    displacements.forEach((delta, point) => {
      claimInside(ball, delta, epsilon, asked);
      const drop = -(probe.y[point] as number) * dot(probe.w, delta);
      claimSmall(possible - drop, possible, `${asked}: the margin of point ${point} could still be smaller`);
    });
  });
}

/** Claims that no point moves if epsilon is 0. */
async function claimUnmoved(context: CheckContext, ball: Ball): Promise<void> {
  const probe = linearProbe(context.random, { d: 3, length: 1.5, margins: [-1, 0.5, 2] });
  const { asked, displacements } = await displacementsOf(context, ball, { probe, epsilon: 0 });
  for (const delta of displacements) claimLength(ball.length(delta), 0, asked);
}

/** Claims that each point stays in the ball if w = 0, where any point of it will do. */
async function claimAnyPoint(context: CheckContext, ball: Ball, probe: LinearProbe): Promise<void> {
  const { asked, displacements } = await displacementsOf(context, ball, { probe: withoutWeights(probe), epsilon: 0.4 });
  for (const delta of displacements) claimInside(ball, delta, 0.4, asked);
}

/**
 * Claims that each point moves roughly along w, either way. Moves that do not depend on w have a smaller cosine, whichever
 * weights are drawn.
 */
export function claimAlongWeights(displacements: readonly Vector[], { w }: LinearProbe, asked: string): void {
  displacements.forEach((delta, point) => {
    const cosine = Math.abs(dot(w, delta)) / (norm2(w) * norm2(delta));
    claim(cosine > 0.88, `${asked}: point ${point} moves in a direction that hardly changes its margin, or not at all`);
  });
}

/** Calls a maximiser; fails the check unless it returns [n, d] finite numbers. */
export async function displacementsOf({ submission }: CheckContext, ball: Ball, { probe, epsilon }: MaximiserProbe) {
  const [n, d] = [probe.x.length, probe.w.length];
  const asked = `${ball.functionName} of ${inWords(probe)}`;
  const observation = await submission.call(ball.functionName, { ...problemArgument(probe), epsilon });
  const { values } = returnedTensor(observation, asked, [n, d]);
  const displacements = probe.x.map((point, index) => minus(values.slice(index * d, (index + 1) * d), point));
  return { asked, displacements };
}

function claimInside({ name, length }: Ball, delta: Vector, epsilon: number, asked: string): void {
  const excess = length(delta) - epsilon;
  const allowed = LENGTH_TOLERANCE.relative * epsilon + LENGTH_TOLERANCE.absolute;
  claim(excess <= allowed, `${asked}: a point moved by ${show(length(delta))} in ${name}, epsilon is ${show(epsilon)}`);
}

function claimLength(length: number, epsilon: number, asked: string): void {
  const allowed = LENGTH_TOLERANCE.relative * epsilon + LENGTH_TOLERANCE.absolute;
  claim(Math.abs(length - epsilon) <= allowed, `${asked}: moved by ${show(length)}, epsilon is ${show(epsilon)}`);
}

/** Claims that a difference is negligible relative to `scale`. */
function claimSmall(difference: number, scale: number, what: string): void {
  const allowed = LENGTH_TOLERANCE.relative * scale + LENGTH_TOLERANCE.absolute;
  claim(difference <= allowed, `${what}, by ${show(difference)} (allowed: ${show(allowed)})`);
}

import { check, PASSED, type CheckContext } from "../check.ts";
import { claim, claimEach, returnedTensor, show } from "../claims.ts";
import { minus, norm1, norm2, normInf, dot, type Vector } from "../expected/vectors.ts";
import { inWords, linearProbe, problemArgument, stratified, type LinearProbe } from "../probes/linear-problem.ts";

/*
 * Exercises 1.3 and 1.5: a maximiser is any point of the ball with the smallest margin, so the claims are about lengths and
 * margins of displacements, measured in double precision, and not about the points.
 */

/**
 * A displacement is the difference of float32 numbers of size 3 or so: 3e-7 a coordinate. The relative part allows a
 * normalisation with a floor of 1e-7, but not a wrong norm.
 */
const LENGTH_TOLERANCE = { relative: 1e-3, absolute: 2e-6 };

interface Ball {
  readonly functionName: string;
  readonly name: string;
  readonly length: (delta: Vector) => number;
  /** The most that a displacement of length 1 can lower the margin. */
  readonly dualNorm: (w: Vector) => number;
}

const L2: Ball = { functionName: "innerMaximiserL2", name: "l2", length: norm2, dualNorm: norm2 };
const LINF: Ball = { functionName: "innerMaximiserLinf", name: "l_inf", length: normInf, dualNorm: norm1 };

check("innerMaximiserL2.attains", async (context) => {
  await claimAttained(context, L2);
  return PASSED;
});

check("innerMaximiserL2.distance", async (context) => {
  await claimEach(usualProbes(context), async ({ probe, epsilon }) => {
    const { asked, displacements } = await displacementsOf(context, L2, probe, epsilon);
    for (const delta of displacements) claimLength(norm2(delta), epsilon, asked);
  });
  return PASSED;
});

check("innerMaximiserL2.tiny-weights", async (context) => {
  const probe = linearProbe(context.random, { d: 6, length: 1, margins: stratified(context.random, 5, -2, 2) });
  // A power of two: scaling is exact.
  const tiny = { ...probe, w: probe.w.map((value) => value * 2 ** -12) };
  const usual = await displacementsOf(context, L2, probe, 0.6);
  const { asked, displacements } = await displacementsOf(context, L2, tiny, 0.6);
  displacements.forEach((delta, point) => {
    const what = `${asked} (w of length 2.4e-4)`;
    claimInside(L2, delta, 0.6, what);
    claim(norm2(delta) > 0.1, `${what}: point ${point} moves by ${show(norm2(delta))} only, epsilon is 0.6`);
    const change = norm2(minus(delta, usual.displacements[point] as Vector));
    claimSmall(change, 0.6, `${what}: point ${point} goes elsewhere than with 4096 w`);
  });
  return PASSED;
});

check("innerMaximiserL2.zero-weights", async (context) => {
  const { x, y } = linearProbe(context.random, { d: 5, length: 1, margins: [-2, 0, 1, 3] });
  const { asked, displacements } = await displacementsOf(context, L2, { w: [0, 0, 0, 0, 0], x, y }, 0.4);
  for (const delta of displacements) claimInside(L2, delta, 0.4, `${asked} (w = 0)`);
  return PASSED;
});

check("innerMaximiserLinf.attains", async (context) => {
  await claimAttained(context, LINF);
  return PASSED;
});

check("innerMaximiserLinf.distance", async (context) => {
  await claimEach(usualProbes(context), async ({ probe, epsilon }) => {
    // The coordinate of the zero weight may move anywhere within epsilon; that of the tiny one must move by epsilon.
    const w = [0, 1e-3, ...probe.w.slice(2)].map(Math.fround);
    const { asked, displacements } = await displacementsOf(context, LINF, { ...probe, w }, epsilon);
    for (const [free, ...bound] of displacements) {
      claimInside(LINF, [free as number], epsilon, asked);
      for (const entry of bound) claimLength(Math.abs(entry), epsilon, `${asked}: a coordinate with w_j != 0`);
    }
  });
  return PASSED;
});

/**
 * Short weights with a large ball, long weights with a small ball: epsilon differs from ||w||, epsilon ||w|| and
 * epsilon / ||w||.
 */
function usualProbes({ random }: CheckContext): readonly { readonly probe: LinearProbe; readonly epsilon: number }[] {
  const drawn = (n: number, d: number, length: number): LinearProbe =>
    linearProbe(random, { d, length, margins: stratified(random, n, -2, 2) });
  return [
    { probe: drawn(6, 7, random.uniform(0.3, 0.5)), epsilon: random.uniform(1.2, 1.6) },
    { probe: drawn(9, 4, random.uniform(2.5, 4)), epsilon: random.uniform(0.2, 0.4) },
    { probe: drawn(1, 3, random.uniform(1.5, 2)), epsilon: random.uniform(0.5, 0.9) },
  ];
}

async function claimAttained(context: CheckContext, ball: Ball): Promise<void> {
  await claimEach(usualProbes(context), async ({ probe, epsilon }) => {
    const { asked, displacements } = await displacementsOf(context, ball, probe, epsilon);
    const possible = epsilon * ball.dualNorm(probe.w);
    displacements.forEach((delta, point) => {
      claimInside(ball, delta, epsilon, asked);
      const drop = -(probe.y[point] as number) * dot(probe.w, delta);
      claimSmall(possible - drop, possible, `${asked}: the margin of point ${point} could still be smaller`);
    });
  });
}

async function displacementsOf({ submission }: CheckContext, ball: Ball, probe: LinearProbe, epsilon: number) {
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

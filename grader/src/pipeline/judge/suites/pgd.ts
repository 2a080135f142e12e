import type { LossName, ModelDescription } from "../../run/arguments/described.ts";
import type { Submission } from "../../run/observation.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claim, claimClose, claimEach, claimThrows, returnedTensor, show, type Numbers } from "../claims.ts";
import type { ImageShape } from "../expected/layers.ts";
import { AS_ASKED, patternOf, type Ascent, type Way } from "../expected/pgd.ts";
import { dot, normInf, type Vector } from "../expected/vectors.ts";
import {
  acceptedEnds,
  distanceFrom,
  drawCurved,
  drawCurvedPair,
  drawSquares,
  drawStraight,
  type StraightProbe,
} from "../probes/ascents.ts";
import { claimKept, keep } from "../probes/given-tensors.ts";
import * as images from "../probes/images.ts";
import { linearOfTwo } from "../probes/models.ts";

/*
 * Exercise 2.8: the loop of PGD. Only the last iterate is visible, so each probe isolates one of its causes. On a
 * linear model all steps are along one line: the displacement off the line shows the start, its length along the line
 * the number of steps, its direction the labels. Gradients, and when to project, are judged on curved networks.
 */

/** The amplitude of a negligible start: only pgd.start judges starts. */
const TINY = 1e-5;
/** The radius of a tube that is never left. */
const WIDE = 0.5;
const SHAPE: ImageShape = [3, 2, 2];

interface Problem {
  readonly model: ModelDescription;
  readonly images: images.Images;
  readonly labels: readonly number[];
  readonly steps: number;
  readonly seed: number;
  readonly amplitude: number;
  readonly length: number;
  readonly radius: number;
  /** The cross-entropy by default. */
  readonly loss?: LossName;
  /** Functions in place of the pattern, the relative step and the tube. */
  readonly parts?: Partial<Record<"start" | "step" | "project", typeof FIRST | typeof SECOND>>;
}

/** (x, y) -> x and (x, y) -> y: a function that is lent may return what it is given, which is still the caller's. */
const FIRST = { $: "given", place: 0 } as const;
const SECOND = { $: "given", place: 1 } as const;

check("pgd.start", async (context) => {
  // The second has another seed than the first.
  await claimEach([claimGivenStart, claimPattern], (judge) => judge(context));
  return PASSED;
});

async function claimPattern({ submission, random, seed }: CheckContext): Promise<void> {
  // Far from the boundary, so that the start misclassifies no image.
  const cases = [0, 1, 0].map((label) => ({ label, turnsAfter: 8 }));
  const probe = drawStraight(random, { shape: SHAPE, length: 0.02, cases });
  const amplitude = 0.1;
  const asked = "pgd of 2 steps from a start that adds a pattern";
  const problem = { ...probe, labels: [0, 1, 0], steps: 2, seed, amplitude, length: 0.02, radius: WIDE };
  const moved = await displacements(submission, problem, asked);
  claimBegins(moved, patternOf(probe.images, amplitude, seed), probe, asked);
}

async function claimGivenStart({ submission, random, seed }: CheckContext): Promise<void> {
  const cases = [1, 0].map((label) => ({ label, turnsAfter: 5 }));
  const probe = drawStraight(random, { shape: SHAPE, length: 0.02, cases });
  const asked = "pgd of 2 steps from a start that returns the images themselves";
  const parts = { start: FIRST };
  const given = { labels: [1, 0], steps: 2, seed: (seed % 1e9) + 1, parts } as const;
  const problem = { ...probe, ...given, amplitude: 0, length: 0.02, radius: WIDE };
  const moved = await displacements(submission, problem, asked);
  claimBegins(moved, patternOf(probe.images, 0, seed), probe, asked);
}

/** Claims that the way from the starts is along the stride, whichever way and however far, but not nowhere. */
function claimBegins(moved: readonly Vector[], starts: readonly Vector[], probe: StraightProbe, asked: string): void {
  const beside = (rows: readonly Vector[]): readonly number[] => rows.flatMap((row) => without(row, probe.stride));
  claimClose(
    { shape: images.batchShape(probe.images), values: beside(moved) },
    beside(starts),
    `${asked}: the part of its displacement that no step explains`,
    { relative: 1e-4, absolute: 2e-6 },
  );
  moved.forEach((row, place) => {
    const taken = stridesIn(row, probe.stride) - stridesIn(starts[place] as Vector, probe.stride);
    claim(Math.abs(taken) > PART_OF_A_STEP, `${asked}: image ${place} is still where it began`);
  });
}

/** The part of a displacement that is orthogonal to a direction. */
function without(displacement: Vector, direction: Vector): Vector {
  const part = dot(displacement, direction) / dot(direction, direction);
  return displacement.map((by, pixel) => by - part * (direction[pixel] as number));
}

check("pgd.steps", async ({ submission, random, seed }) => {
  await claimEach([1, 6], async (steps) => {
    // Early stopping is a fair alternative, so only images that are never misclassified count. The first image is
    // misclassified on the way, and must not stop the others.
    const cases = [1.5, steps + 2, steps + 2].map((turnsAfter, place) => ({ label: place % 2, turnsAfter }));
    const probe = drawStraight(random, { shape: SHAPE, length: 0.02, cases });
    const labels = cases.map(({ label }) => label);
    const asked = `pgd of ${steps} ${steps === 1 ? "step" : "steps"} on a linear model`;
    const problem = { ...probe, labels, steps, seed, amplitude: TINY, length: 0.02, radius: WIDE };
    const strides = (await displacements(submission, problem, asked)).map((by) => stridesIn(by, probe.stride));
    for (const place of [1, 2]) {
      const taken = Math.abs(strides[place] as number);
      claim(
        Math.abs(taken - steps) < PART_OF_A_STEP,
        `${asked}: image ${place} is ${taken.toFixed(2)} steps away from where it was`,
      );
    }
  });
  return PASSED;
});

/** Far above the effects of rounding and of the tiny start. */
const PART_OF_A_STEP = 0.05;

/** The length of a displacement along the stride, in strides. */
function stridesIn(displacement: Vector, stride: Vector): number {
  return dot(displacement, stride) / dot(stride, stride);
}

check("pgd.gradient", async (context) => {
  const mistake = { ...AS_ASKED, gradientAt: "start" } as const;
  const pair = drawCurvedPair(context.random, { steps: 4, length: 0.08, radius: WIDE, mistake });
  await claimEach([() => claimCurved(context, pair, mistake), () => claimRefuses(context)], (judge) => judge());
  return PASSED;
});

/**
 * Gradients that are NaN, or, where (z - onehot) w overflows, infinite at one pixel of the second image. The loss itself is
 * never NaN.
 */
async function claimRefuses({ submission, random, seed }: CheckContext): Promise<void> {
  // Both images are of class 1.
  const steep = linearOfTwo([...[1, 2, 3].map(() => random.uniform(0.1, 0.3)), 1e38], 0);
  const two = images.imagesOf(2, [2, 2, 1], (image, pixel) => (image + pixel === 3 ? 0 : random.uniform(0.4, 0.6)));
  await claimEach(["sqrtAtZero", "squaredError"] as const, async (loss) => {
    const asked = `pgd of 2 steps with a gradient that is ${loss === "sqrtAtZero" ? "NaN" : "infinite"}`;
    const problem = { model: steep, images: two, labels: [1, 1], steps: 2, seed, amplitude: 0, length: 0.02 };
    claimThrows(await submission.call("pgd", argumentsOf({ ...problem, radius: WIDE, loss })), asked, "RangeError");
  });
}

check("pgd.projection", async (context) => {
  const mistake = { ...AS_ASKED, project: "last" } as const;
  const curved = { steps: 5, length: 0.05, radius: 0.06, mistake };
  const claims = [
    () => claimAtTheEdge(context),
    ...[1, 2].map(() => () => claimCurved(context, [drawCurved(context.random, curved)], mistake)),
    () => claimGivenBack(context),
  ];
  await claimEach(claims, (judge) => judge());
  return PASSED;
});

/** A projection, and a step, may return what they are given. */
async function claimGivenBack({ submission, random, seed }: CheckContext): Promise<void> {
  const probe = drawStraight(random, { shape: SHAPE, length: 0.02, cases: [{ label: 1, turnsAfter: 5 }] });
  const problem = { ...probe, labels: [1], steps: 3, seed, amplitude: TINY, length: 0.02, radius: WIDE };
  await claimEach([FIRST, SECOND], async (project) => {
    const what = project === FIRST ? "the candidate itself, as the step returns the gradient" : "the images themselves";
    const asked = `pgd of 3 steps with a projection that returns ${what}`;
    const parts = project === FIRST ? { step: FIRST, project } : { project };
    const [moved = []] = await displacements(submission, { ...problem, parts }, asked);
    if (project === FIRST) claim(normInf(moved) > 1e-3, `${asked}: no pixel moved`);
    else claim(normInf(moved) < 1e-6, `${asked}: a pixel is ${show(normInf(moved))} away from the images`);
  });
}

const CURVED = "where gradients at the iterates, and a projection after each step, do not lead";
/** Float32 over a few steps, and the tiny start. */
const NEAR = 5e-4;

/** Judges pgd on one network, with a batch of images. */
async function claimCurved(
  { submission, seed }: CheckContext,
  ascents: readonly [Ascent, ...Ascent[]],
  mistake: Way,
): Promise<void> {
  const [{ model, shape, steps, length, radius }] = ascents;
  const batch = { shape, rows: ascents.map(({ image }) => Float32Array.from(image)) };
  const asked = `pgd of ${steps} steps of ${length} on a network, projected to within ${radius}`;
  const labels = ascents.map(({ label }) => label);
  const problem = { model, images: batch, labels, steps, seed, amplitude: TINY, length, radius };
  const rows = images.rowsOf(await attack(submission, problem, asked));
  ascents.forEach((ascent, place) => {
    const off = distanceFrom(acceptedEnds(ascent, mistake), rows[place] as Vector);
    claim(off <= NEAR, `${asked}: image ${place} came to ${CURVED}: off by ${show(off)} (allowed: ${NEAR})`);
  });
}

/** Takes enough steps for every pixel to reach the edge of the tube, from any start and in either direction. */
async function claimAtTheEdge({ submission, random, seed }: CheckContext): Promise<void> {
  const [length, radius] = [0.06, 0.05];
  const cases = [0, 1].map((label) => ({ label, turnsAfter: 3 }));
  const probe = drawStraight(random, { shape: SHAPE, length, cases });
  const asked = `pgd of 6 steps of ${length} on a linear model, projected to within ${radius}`;
  const problem = { ...probe, labels: [0, 1], steps: 6, seed, amplitude: 0.04, length, radius };
  images.claimPixels(
    await displacements(submission, problem, asked),
    (by) => Math.abs(Math.abs(by) - radius) <= 1e-6,
    (place, by) => `${asked}: ${place} ended ${show(Math.abs(by))} away from the image's`,
  );
}

check("pgd.labels", async (context) => {
  // Images that are right and images that are wrong at first, in separate calls: a submission may stop the wrong ones.
  await claimEach([5, -2], (turnsAfter) => claimClimbs(context, turnsAfter));
  await claimClimbsSquaredError(context);
  return PASSED;
});

async function claimClimbs({ submission, random, seed }: CheckContext, turnsAfter: number): Promise<void> {
  const labels = [0, 1, 1];
  const cases = labels.map((label) => ({ label, turnsAfter }));
  const probe = drawStraight(random, { shape: SHAPE, length: 0.02, cases });
  const asked = `pgd of 2 steps for images ${turnsAfter > 0 ? "like" : "unlike"} their labels`;
  const problem = { ...probe, labels, steps: 2, seed, amplitude: TINY, length: 0.02, radius: WIDE };
  const moved = await displacements(submission, problem, asked);
  for (const [place, label] of labels.entries()) {
    const uphill = stridesIn(moved[place] as Vector, probe.stride) * (label === 0 ? 1 : -1);
    claim(uphill > -PART_OF_A_STEP, `${asked}: image ${place} went to where the loss of its label is lower`);
    claim(turnsAfter < 0 || uphill > PART_OF_A_STEP, `${asked}: the loss of image ${place}'s label did not grow`);
  }
}

async function claimClimbsSquaredError({ submission, random, seed }: CheckContext): Promise<void> {
  const { uphill, ...probe } = drawSquares(random, SHAPE);
  const asked = "pgd of 2 steps with the squared error of three logits";
  const given = { steps: 2, seed, amplitude: 0, length: 0.004, radius: WIDE, loss: "squaredError" } as const;
  images.claimPixels(
    await displacements(submission, { ...probe, ...given }, asked),
    (by, image, pixel) => by * (uphill[image]?.[pixel] as number) > 5e-5,
    (place, by) => `${asked}: ${place} moved by ${show(by)}, where the loss of the image's label does not grow`,
  );
}

/** The images that pgd returns; those that it was given must be alive and unchanged. */
async function attack(submission: Submission, problem: Problem, asked: string): Promise<Numbers> {
  const given = argumentsOf(problem);
  const [pixels, labels] = [given.images, given.labels];
  const kept = { ...given, images: keep(pixels), labels: keep(labels) };
  const observation = await submission.call("pgd", kept);
  const attacked = returnedTensor(observation, asked, images.batchShape(problem.images), ["float32"]);
  if (problem.parts !== undefined) claimKept(observation, { images: pixels, labels }, asked);
  return attacked;
}

function argumentsOf({ model, loss = "crossEntropy", steps, seed, ...problem }: Problem) {
  return {
    classifier: { $: "classifier", model },
    loss: { $: "loss", name: loss },
    images: images.toArgument(problem.images),
    labels: images.toLabels(problem.labels),
    steps,
    seed,
    start: { $: "patternStart", amplitude: problem.amplitude },
    step: { $: "relativeStep", length: problem.length },
    project: { $: "tube", radius: problem.radius },
    ...problem.parts,
  } as const;
}

/** x̂ - x, image by image. */
async function displacements(submission: Submission, problem: Problem, asked: string): Promise<readonly Vector[]> {
  return images.displacements(problem.images, await attack(submission, problem, asked));
}

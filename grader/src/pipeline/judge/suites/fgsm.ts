import type { Random } from "@robustness-lab/fixtures";
import type { ModelDescription } from "../../run/arguments/described.ts";
import type { Submission } from "../../run/observation.ts";
import { check, PASSED } from "../check.ts";
import { claim, claimEach, returnedTensor, show, type Numbers } from "../claims.ts";
import { clearGradient, imageGradient } from "../expected/image-gradients.ts";
import type { ImageShape } from "../expected/layers.ts";
import { logitsOf, predictionOf } from "../expected/models.ts";
import { readPytorchLogisticRegression } from "../expected/pytorch-logistic-regression.ts";
import { intoTube, minus, norm2 } from "../expected/vectors.ts";
import { drawDigits } from "../probes/digits.ts";
import { randomSign } from "../probes/draws.ts";
import * as images from "../probes/images.ts";
import { drawConv, drawLinear, drawMlp, linearOfTwo, type LinearModel } from "../probes/models.ts";

/*
 * Exercise 2.4. Each check judges its claim only: sizes for either direction, the box for any step; fgsm.batch and
 * fgsm.tiny-gradients compare the submission's answers with each other. This file is longer than 250 lines because it has
 * six checks of one function that share their claims.
 */

/** x + epsilon and x̂ - x are rounded in float32, for pixels up to 1: a few times 6e-8. */
const ROUNDING = 1e-6;

interface Problem {
  readonly model: ModelDescription;
  readonly images: images.Images;
  readonly labels: readonly number[];
  readonly epsilon: number;
}

// Linear, tanh and convolutional models, each with a right and a wrong label: the step must climb the label's loss.
check("fgsm.direction", async ({ submission, random }) => {
  await claimEach(MODELS, async ({ draw, shape }) => {
    const model = draw(random, shape, 4);
    const one = images.drawImages(random, 1, shape, 0.25, 0.75);
    await claimEach(likeliestAndLeast(model, one), async (label) => {
      const asked = `fgsm of one image [${shape.join(", ")}] on a ${model.kind} model`;
      const moved = await displacement(submission, { model, images: one, labels: [label], epsilon: 0.1 }, asked);
      claimUphill(moved, clearGradient(model, one.rows[0] as Float32Array, shape, label), asked);
    });
  });
  return PASSED;
});

const MODELS: readonly {
  readonly shape: ImageShape;
  readonly draw: (random: Random, shape: ImageShape, classes: number) => ModelDescription;
}[] = [
  { shape: [6, 7, 1], draw: drawLinear },
  { shape: [5, 4, 2], draw: drawMlp },
  { shape: [8, 7, 1], draw: drawConv },
];

/** The classes with the largest and the smallest logit: a right and a wrong label. */
function likeliestAndLeast(model: ModelDescription, { rows, shape }: images.Images): readonly number[] {
  const logits = logitsOf(model, rows[0] as Float32Array, shape);
  return [logits.indexOf(Math.max(...logits)), logits.indexOf(Math.min(...logits))];
}

function claimUphill(moved: readonly number[], gradient: readonly number[], asked: string): void {
  const clear = gradient.flatMap((slope, pixel) => (slope === 0 ? [] : [{ slope, by: moved[pixel] as number }]));
  const stayed = clear.filter(({ by }) => Math.abs(by) < ROUNDING / 10).length;
  const downhill = clear.filter(({ by, slope }) => by * slope < 0).length;
  const outOf = `of ${clear.length} pixels where the gradient is clear`;
  claim(downhill === 0, `${asked}: ${downhill} ${outOf} moved to where the loss of the image's label falls`);
  claim(stayed === 0, `${asked}: ${stayed} ${outOf} did not move`);
}

check("fgsm.size", async ({ submission, random }) => {
  const shape: ImageShape = [5, 4, 2];
  // Weights of 0: the gradient at the first five pixels is exactly 0.
  const weights = Array.from({ length: 40 }, (_, pixel) =>
    pixel < 5 ? 0 : randomSign(random) * random.uniform(0.1, 0.5),
  );
  const model = linearOfTwo(weights, random.uniform(-0.2, 0.2));
  const grey = images.drawImages(random, 4, shape, 0.3, 0.7);
  const labels = grey.rows.map(() => random.integer(0, 1));
  await claimEach([random.uniform(0.03, 0.08), random.uniform(0.2, 0.28), 0], async (epsilon) => {
    const asked = `fgsm with epsilon = ${show(epsilon)} of images away from 0 and 1`;
    const attacked = await attack(submission, { model, images: grey, labels, epsilon }, asked);
    claimSizes(grey, attacked, model, labels, epsilon, asked);
  });
  return PASSED;
});

function claimSizes(
  from: images.Images,
  to: Numbers,
  model: LinearModel,
  labels: readonly number[],
  epsilon: number,
  asked: string,
): void {
  const moved = images.displacements(from, to);
  const gradients = from.rows.map((row, image) => clearGradient(model, row, from.shape, labels[image] as number));
  const isFull = (by: number): boolean => Math.abs(Math.abs(by) - epsilon) <= ROUNDING;
  claimNoFurther(moved, epsilon, asked);
  images.claimPixels(
    moved,
    (by, image, pixel) => isFull(by) || gradients[image]?.[pixel] === 0,
    (place, by) => `${asked}: ${place}, where the gradient is clearly not 0, moved by ${show(by)}`,
  );
  claimOneWay(moved, gradients, asked);
}

/**
 * Claims that the pixels of each image all move along the slopes or all against them. fgsm.direction judges which of the two
 * it is; any other displacement is not a step along the gradient.
 */
function claimOneWay(
  moved: readonly (readonly number[])[],
  slopes: readonly (readonly number[])[],
  asked: string,
): void {
  moved.forEach((row, image) => {
    const ways = row
      .map((by, pixel) => Math.sign(by) * Math.sign(slopes[image]?.[pixel] as number))
      .filter((way) => way !== 0);
    const along = ways.filter((way) => way > 0).length;
    claim(
      along === 0 || along === ways.length,
      `${asked}: image ${image}: ${along} of ${ways.length} pixels moved along the gradient, the others against it`,
    );
  });
}

function claimNoFurther(moved: readonly (readonly number[])[], epsilon: number, asked: string): void {
  images.claimPixels(
    moved,
    (by) => Math.abs(by) <= epsilon + ROUNDING,
    (place, by) => `${asked}: ${place} moved by ${show(by)}, further than epsilon`,
  );
}

// Clipping stops only pixels at an edge. Rescaling, wrapping or masking also changes others.
check("fgsm.box", async ({ submission, random }) => {
  const shape: ImageShape = [6, 6, 1];
  // Eight pixels in a row have two of each kind, with weights of both signs.
  const kinds = [() => 0, () => 1, () => random.uniform(0.01, 0.04), () => random.uniform(0.96, 0.99)];
  const edged = images.imagesOf(3, shape, (_, pixel) => (kinds[pixel % 4] as () => number)());
  const flip = randomSign(random);
  const weights = Array.from({ length: 36 }, (_, pixel) => (pixel % 8 < 4 ? flip : -flip) * random.uniform(0.1, 0.3));
  const model = linearOfTwo(weights, random.uniform(-0.2, 0.2));
  // The second epsilon also exceeds a box of [0, 255].
  await claimEach([random.uniform(0.1, 0.2), 300], async (epsilon) => {
    const asked = `fgsm with epsilon = ${show(epsilon)} of images with pixels at 0, at 1 and near them`;
    const attacked = await attack(submission, { model, images: edged, labels: [0, 1, 0], epsilon }, asked);
    claimClipped(edged, attacked, epsilon, asked);
    const slopes = edged.rows.map(() => weights);
    claimOneWay(images.displacements(edged, attacked), slopes, asked);
  });
  return PASSED;
});

/** For any step: pixels stay in the box, move by at most epsilon, and stay in place only at an edge. */
function claimClipped(from: images.Images, to: Numbers, epsilon: number, asked: string): void {
  images.claimPixels(
    images.rowsOf(to),
    (pixel) => pixel >= -ROUNDING && pixel <= 1 + ROUNDING,
    (place, pixel) => `${asked}: ${place} is ${show(pixel)}`,
  );
  const moved = images.displacements(from, to);
  claimNoFurther(moved, epsilon, asked);
  images.claimPixels(
    moved,
    (by, image, pixel) => by !== 0 || [0, 1].includes(from.rows[image]?.[pixel] as number),
    (place) => `${asked}: ${place}, which is not at the edge, did not move`,
  );
  for (const edge of [0, 1]) {
    const there = moved.flatMap((row, image) => row.filter((_, pixel) => from.rows[image]?.[pixel] === edge));
    const stayed = there.filter((by) => by === 0).length;
    claim(stayed < there.length, `${asked}: none of the pixels at ${edge} moved, but half of them have room to move`);
    claim(stayed > 0, `${asked}: all of the pixels at ${edge} moved, but half of them are pushed out of the box`);
  }
}

check("fgsm.tiny-gradients", async ({ submission, random }) => {
  const shape: ImageShape = [4, 5, 1];
  const weights = Array.from({ length: 20 }, () => randomSign(random) * random.uniform(0.05, 0.5));
  const grey = images.drawImages(random, 1, shape, 0.3, 0.7);
  // The logit of the label, class 0, is 0 everywhere: the gradient is p w, where p is the probability of class 1.
  const problem = { images: grey, labels: [0], epsilon: 0.1 };
  const unsure = await displacement(submission, { ...problem, model: linearOfTwo(weights, -1) }, SURE);
  const sure = await displacement(submission, { ...problem, model: linearOfTwo(weights, -21) }, SURE);
  const stayed = sure.filter((by) => Math.abs(by) <= ROUNDING).length;
  claim(stayed === 0, `${SURE}: ${stayed} of ${sure.length} pixels did not move`);
  claimOneWay([sure], [weights], SURE);
  const changed = sure.filter((by, pixel) => Math.abs(by - (unsure[pixel] as number)) > ROUNDING).length;
  claim(
    changed === 0,
    `${SURE}: ${changed} of ${sure.length} pixels moved otherwise than on a less sure model, whose gradient has the same signs`,
  );
  return PASSED;
});

const SURE = "fgsm on a linear model that gives the true class a probability of about 1 - 1e-9";

// Two equal images with different labels must move differently, and each image must move as it does alone.
check("fgsm.batch", async ({ submission, random }) => {
  const shape: ImageShape = [4, 4, 2];
  const model = drawMlp(random, shape, 2);
  const drawn = images.drawImages(random, 4, shape, 0.3, 0.7);
  const batch = images.pick(drawn, [0, 0, 1, 2, 3]);
  const first = random.integer(0, 1);
  const labels = [first, 1 - first, ...[1, 2, 3].map(() => random.integer(0, 1))];
  const epsilon = 0.1;
  const asked = "fgsm of five images, and of each alone";
  const together = images.displacements(
    batch,
    await attack(submission, { model, images: batch, labels, epsilon }, asked),
  );
  claim(
    norm2(minus(together[0] ?? [], together[1] ?? [])) > ROUNDING,
    `${asked}: two equal images with different labels moved alike`,
  );
  for (const [place, label] of labels.entries()) {
    const one = images.pick(batch, [place]);
    const alone = await displacement(submission, { model, images: one, labels: [label], epsilon }, asked);
    const gradient = clearGradient(model, one.rows[0] as Float32Array, shape, label);
    claimOneWay([alone], [gradient], `${asked}: alone`);
    const differs = minus(together[place] ?? [], alone).filter(
      (by, pixel) => Math.abs(by) > epsilon / 100 && gradient[pixel] !== 0,
    ).length;
    claim(
      differs === 0,
      `${asked}: image ${place} differs in ${differs} of ${alone.length} pixels where the gradient is clearly not 0`,
    );
  }
  return PASSED;
});

check("fgsm.digits", async ({ submission, random }) => {
  const model = await readPytorchLogisticRegression();
  // Misclassified digits tell true labels from predicted ones.
  const digits = await drawDigits(random, model, { right: 160, wrong: 40 });
  const epsilon = random.uniform(0.2, 0.25);
  const asked = `fgsm with epsilon = ${show(epsilon)} of 200 MNIST digits on logistic regression`;
  const attacked = await attack(submission, { model, ...digits, epsilon }, asked);
  // Projected into the ball and the box first: other checks judge pixels that leave them.
  const found = images
    .rowsOf(attacked)
    .map((row, image) => intoTube(row, digits.images.rows[image] as Float32Array, epsilon));
  const expected = digits.images.rows.map((row, image) => {
    const gradient = imageGradient(model, row, digits.images.shape, digits.labels[image] as number);
    const stepped = gradient.map((slope, pixel) => (row[pixel] as number) + epsilon * Math.sign(slope));
    return intoTube(stepped, row, epsilon);
  });
  const right = (rows: readonly (readonly number[])[]): number =>
    rows.filter((row, image) => predictionOf(model, row, digits.images.shape) === digits.labels[image]).length;
  claim(
    right(found) <= right(expected) + OTHER_SIGNS,
    `${asked}: ${right(found)} of the 200 are still classified correctly, too many`,
  );
  return PASSED;
});

/** Where the gradient is rounding noise, its sign is random: a digit or two near a decision boundary may change class. */
const OTHER_SIGNS = 3;

async function attack(submission: Submission, problem: Problem, asked: string): Promise<Numbers> {
  const observation = await submission.call("fgsm", {
    classifier: { $: "classifier", model: problem.model },
    loss: { $: "loss", name: "crossEntropy" },
    images: images.toArgument(problem.images),
    labels: images.toLabels(problem.labels),
    epsilon: problem.epsilon,
  });
  return returnedTensor(observation, asked, images.batchShape(problem.images), ["float32"]);
}

/** x̂ - x of all images, flattened. */
async function displacement(submission: Submission, problem: Problem, asked: string): Promise<readonly number[]> {
  return images.displacements(problem.images, await attack(submission, problem, asked)).flat();
}

import type { Submission } from "../../run/observation.ts";
import { check, PASSED } from "../check.ts";
import { claim, claimEach, returnedTensor, show, type Numbers } from "../claims.ts";
import { clearGradient } from "../expected/image-gradients.ts";
import type { ImageShape } from "../expected/layers.ts";
import { randomSign, shuffled } from "../probes/draws.ts";
import { claimKept, keep } from "../probes/given-tensors.ts";
import * as images from "../probes/images.ts";
import { linearOfTwo, type LinearModel } from "../probes/models.ts";
import { argumentsOf, attack, claimNoFurther, claimOneWay, isMove, ROUNDING, type Problem } from "./fgsm-call.ts";

/* Exercise 2.4: how far the pixels move, for either direction. */

check("fgsm.size", async ({ submission, random }) => {
  const shape: ImageShape = [5, 4, 2];
  const weights = Array.from({ length: 40 }, (_, pixel) =>
    pixel < WITHOUT_WEIGHT ? 0 : randomSign(random) * random.uniform(0.1, 0.5),
  );
  const model = linearOfTwo(weights, random.uniform(-0.2, 0.2));
  const grey = images.drawImages(random, 4, shape, 0.3, 0.7);
  // Both, and more of one: the mean of their steps is neither's.
  const labels = shuffled(random, [0, 1, ...(random.integer(0, 1) === 0 ? [0, 0] : [1, 1])]);
  // With the larger one, some pixels get darker than 0.1.
  await claimEach([random.uniform(0.03, 0.08), random.uniform(0.25, 0.28), 0], async (epsilon) => {
    const asked = `fgsm with epsilon = ${show(epsilon)} of images away from 0 and 1`;
    const attacked = await attackKept(submission, { model, images: grey, labels, epsilon }, asked);
    claimSizes(grey, attacked, model, labels, epsilon, asked);
  });
  return PASSED;
});

/** The gradient at the first pixels is a sum of products with 0: exactly 0 in any order of operations. */
const WITHOUT_WEIGHT = 5;

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
    moved.map((row) => row.slice(0, WITHOUT_WEIGHT)),
    (by) => !isMove(by),
    (place, by) => `${asked}: ${place}, where the gradient is exactly 0, moved by ${show(by)}`,
  );
  images.claimPixels(
    moved,
    (by, image, pixel) => isFull(by) || gradients[image]?.[pixel] === 0,
    (place, by) => `${asked}: ${place}, where the gradient is clearly not 0, moved by ${show(by)}`,
  );
  claimOneWay(moved, gradients, asked);
}

/** As attack, for images and labels that must be alive and unchanged afterwards. */
async function attackKept(submission: Submission, problem: Problem, asked: string): Promise<Numbers> {
  const problemArguments = argumentsOf(problem);
  const { images: given, labels } = problemArguments;
  const kept = { ...problemArguments, images: keep(given), labels: keep(labels) };
  const observation = await submission.call("fgsm", kept);
  const attacked = returnedTensor(observation, asked, images.batchShape(problem.images), ["float32"]);
  claimKept(observation, { images: given, labels }, asked);
  return attacked;
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
    (by, image, pixel) => isMove(by) || [0, 1].includes(from.rows[image]?.[pixel] as number),
    (place) => `${asked}: ${place}, which is not at the edge, did not move`,
  );
  for (const edge of [0, 1]) {
    const there = moved.flatMap((row, image) => row.filter((_, pixel) => from.rows[image]?.[pixel] === edge));
    const stayed = there.filter((by) => !isMove(by)).length;
    claim(stayed < there.length, `${asked}: none of the pixels at ${edge} moved, but half of them have room to move`);
    claim(stayed > 0, `${asked}: all of the pixels at ${edge} moved, but half of them are pushed out of the box`);
  }
}

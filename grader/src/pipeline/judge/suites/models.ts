import { IMAGE_SIDE } from "@robustness-lab/fixtures";
import type { Observation } from "../../run/observation.ts";
import type { TensorValue } from "../../run/protocol/values.ts";
import { check, PASSED, type CheckContext } from "../check.ts";
import { claim, claimClose, claimEach, returnedGradient, returnedTensor, type Tolerance } from "../claims.ts";
import { dense } from "../expected/layers.ts";
import { lenetLogits } from "../expected/lenet.ts";
import { claimKept, differentiateEach, keepEach, type GivenTensors } from "../probes/given-tensors.ts";
import { someDigits } from "../probes/digits.ts";
import { askedOf, shownFactors } from "../probes/dropout.ts";
import { drawImages, pick, toArgument } from "../probes/images.ts";
import { randomLenet } from "../probes/lenet-parameters.ts";
import { normals } from "../probes/models.ts";

/* Exercise 2.2, but for the masks of dropout, which dropout.ts judges. */

/** Logits of size 1 to 10 from sums of up to 784 float32 products; a wrong layer changes them by tenths. */
const LOGITS: Tolerance = { relative: 1e-4, absolute: 1e-4 };

/** In training: enough that several images show which channels are dropped. */
const TRAINING = { images: 10, seed: 1 };

check("logisticRegression.values", async (context) => {
  await claimEach([3, 1], async (count) => {
    const { images, given, asked } = drawRegression(context, count);
    const observation = await callOn(context, "logisticRegression", keepEach(given));
    const expected = images.rows.flatMap((row) => dense(row, given.weights.data, given.bias.data));
    claimClose(returnedTensor(observation, asked, [count, 10]), expected, asked, LOGITS);
    claimKept(observation, given, asked);
  });
  return PASSED;
});

check("logisticRegression.gradient", async (context) => {
  const { images, given, asked } = drawRegression(context, 3);
  const observation = await callOn(context, "logisticRegression", differentiateEach(given));
  returnedTensor(observation, asked, [3, 10]);
  // Of the sum of all logits, in the order of the arguments.
  const pixels = places(784).map((pixel) => sum(images.rows.map((row) => row[pixel] as number)));
  const rows = places(784).map((row) => sum(given.weights.data.subarray(10 * row, 10 * row + 10)));
  const gradients = {
    weights: pixels.flatMap((pixel) => places(10).map(() => pixel)),
    bias: places(10).map(() => 3),
    images: [...rows, ...rows, ...rows],
  };
  Object.entries(gradients).forEach(([name, expected], place) => {
    const { shape } = given[name as keyof typeof gradients];
    const found = returnedGradient(observation, asked, { of: name, shape, place });
    claimClose(found, expected, `the gradient of ${asked} in the ${name}`, LOGITS);
  });
  return PASSED;
});

check("lenet.values", async (context) => {
  // Batches of several images and of one.
  await claimEach([2, 1], async (count) => {
    const { images } = await someDigits(context.random, count);
    const parameters = randomLenet(context.random);
    const given = { ...parameters, images: toArgument(images) };
    const asked = `lenet of ${count} ${count === 1 ? "digit" : "digits"}, without a dropout seed`;
    const observation = await callOn(context, "lenet", keepEach(given));
    const expected = images.rows.flatMap((pixels) => lenetLogits(parameters, pixels));
    claimClose(returnedTensor(observation, asked, [count, 10]), expected, asked, LOGITS);
    claimKept(observation, given, asked);
  });
  return PASSED;
});

check("lenet.training", async (context) => {
  const { images } = await someDigits(context.random, TRAINING.images);
  const parameters = randomLenet(context.random);
  const given = { ...parameters, images: toArgument(images) };
  const asked = askedOf(TRAINING);
  const observation = await callOn(context, "lenet", differentiateEach(given), TRAINING.seed);
  const { values } = returnedTensor(observation, asked, [TRAINING.images, 10]);
  // The seed determines the masks, which other parameters show.
  const shown = (await shownFactors(context, TRAINING)).slice(0, 2);
  claim(shown.length > 0, `${asked}: no image shows which channels and units are dropped`);
  for (const { image, ...factors } of shown) {
    const logits = { shape: [10], values: values.slice(10 * image, 10 * image + 10) };
    const expected = lenetLogits(parameters, images.rows[image] as Float32Array, factors);
    claimClose(logits, expected, `${asked}: with what the seed drops, the logits of image ${image}`, LOGITS);
  }
  claimGradients(observation, given, asked);
  // Two, because tfjs cannot differentiate a split into one part.
  const two = { ...parameters, images: toArgument(pick(images, [0, 1])) };
  claimGradients(await callOn(context, "lenet", differentiateEach(two)), two, "lenet of two images in inference");
  return PASSED;
});

/** Claims that a gradient reaches each of the tensors. That the gradient is right follows from the values: autodiff makes it. */
function claimGradients(observation: Observation, given: Readonly<Record<string, TensorValue>>, asked: string): void {
  Object.entries(given).forEach(([name, { shape }], place) => {
    const gradient = returnedGradient(observation, asked, { of: name, shape, place });
    claim(gradient.values.some(Boolean), `${asked}: the gradient in ${name} is 0 everywhere`);
  });
}

function drawRegression({ random }: CheckContext, count: number) {
  const images = drawImages(random, count, [IMAGE_SIDE, IMAGE_SIDE, 1], 0, 1);
  const parameters = { weights: normals(random, [784, 10], 0.1), bias: normals(random, [10], 1) };
  const asked = `logisticRegression of ${count} ${count === 1 ? "image" : "images"}`;
  return { images, given: { ...parameters, images: toArgument(images) }, asked };
}

/** Calls a model with its parameters and images. */
function callOn({ submission }: CheckContext, model: string, given: GivenTensors, ...more: readonly unknown[]) {
  const { images, ...parameters } = given;
  return submission.call(model, parameters, images, ...more);
}

function places(count: number): readonly number[] {
  return Array.from({ length: count }, (_, place) => place);
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}

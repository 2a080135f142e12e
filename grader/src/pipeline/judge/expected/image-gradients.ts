import type { ModelDescription } from "../../run/arguments/described.ts";
import { logitsOf, type ImageShape, type Pixels } from "./models.ts";

/** Far below the distance over which the models bend, far above what double precision resolves. */
const STEP = 1e-6;

/** Softmax cross-entropy of one image, in double precision. */
export function crossEntropyOf(logits: readonly number[], label: number): number {
  const largest = Math.max(...logits);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  return largest + Math.log(total) - (logits[label] as number);
}

/** softmax(z), in double precision. */
export function softmaxOf(logits: readonly number[]): readonly number[] {
  const largest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - largest));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

/**
 * The gradient of an image's own cross-entropy with respect to its pixels, in double precision: in closed form for linear
 * models, by central differences for others, so that it owes nothing to anybody's autodiff. Accurate to 1e-9.
 */
export function imageGradient(
  model: ModelDescription,
  image: Pixels,
  shape: ImageShape,
  label: number,
): readonly number[] {
  if (model.kind === "linear") return linearGradient(model, image, shape, label);
  return sidedSlopes(model, image, shape, label).map(([before, after]) => (before + after) / 2);
}

/**
 * As imageGradient, with 0 for each pixel whose slope is not clear: where it is below a fraction of the image's steepest,
 * or where a relu or a max pool has a kink so near that its two sides differ.
 */
export function clearGradient(
  model: ModelDescription,
  image: Pixels,
  shape: ImageShape,
  label: number,
): readonly number[] {
  const gradient = imageGradient(model, image, shape, label);
  const steepest = Math.max(...gradient.map(Math.abs));
  const sides = sidedSlopes(model, image, shape, label);
  return gradient.map((slope, pixel) => {
    const [before, after] = sides[pixel] as Sides;
    const isClear = Math.abs(slope) > CLEAR * steepest && Math.abs(before - after) < CLEAR * Math.abs(slope);
    return isClear ? slope : 0;
  });
}

/** A hundred thousand times the rounding of float32, and no more than a few pixels in a hundred below it. */
const CLEAR = 0.05;

function linearGradient(
  model: Extract<ModelDescription, { kind: "linear" }>,
  image: Pixels,
  shape: ImageShape,
  label: number,
): readonly number[] {
  const pull = softmaxOf(logitsOf(model, image, shape)).map((p, k) => p - (k === label ? 1 : 0));
  return Array.from({ length: image.length }, (_, pixel) =>
    pull.reduce((sum, p, k) => sum + p * (model.weights.data[pixel * pull.length + k] as number), 0),
  );
}

type Sides = readonly [before: number, after: number];

/** The slopes just before and just after each pixel's value. */
function sidedSlopes(model: ModelDescription, image: Pixels, shape: ImageShape, label: number): readonly Sides[] {
  const moved = Float64Array.from(image);
  const lossHere = crossEntropyOf(logitsOf(model, moved, shape), label);
  const lossAt = (pixel: number, value: number): number => {
    const kept = moved[pixel] as number;
    moved[pixel] = value;
    const loss = crossEntropyOf(logitsOf(model, moved, shape), label);
    moved[pixel] = kept;
    return loss;
  };
  return Array.from(image, (value, pixel): Sides => [
    (lossHere - lossAt(pixel, value - STEP)) / STEP,
    (lossAt(pixel, value + STEP) - lossHere) / STEP,
  ]);
}

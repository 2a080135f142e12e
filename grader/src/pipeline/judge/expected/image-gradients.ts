import type { ModelDescription } from "../../run/arguments/described.ts";
import { crossEntropyOf, softmaxOf } from "./cross-entropy.ts";
import type { ImageShape, Values } from "./layers.ts";
import { logitsOf } from "./models.ts";

/** Much smaller than the scale on which the models curve, much larger than the rounding of double precision. */
const STEP = 1e-6;

/** 100 000 times the rounding of float32; only a few pixels in a hundred are below it. */
const CLEAR = 0.05;

/**
 * The gradient of one image's cross-entropy with respect to its pixels, in double precision and without autodiff: in closed
 * form for linear models, by central differences for others. Accurate to 1e-9.
 */
export function imageGradient(
  model: ModelDescription,
  image: Values,
  shape: ImageShape,
  label: number,
): readonly number[] {
  if (model.kind === "linear") return linearGradient(model, image, shape, label);
  return sidedSlopes(model, image, shape, label).map(([before, after]) => (before + after) / 2);
}

/**
 * As imageGradient, but 0 for each pixel whose slope is not clear: below a fraction of the image's steepest, or different on
 * the two sides because of a nearby kink of a relu or a max pool.
 */
export function clearGradient(
  model: ModelDescription,
  image: Values,
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

/** W (softmax(z) - onehot(label)) */
function linearGradient(
  model: Extract<ModelDescription, { kind: "linear" }>,
  image: Values,
  shape: ImageShape,
  label: number,
): readonly number[] {
  const slopes = softmaxOf(logitsOf(model, image, shape)).map((p, k) => p - (k === label ? 1 : 0));
  return Array.from({ length: image.length }, (_, pixel) =>
    slopes.reduce((sum, slope, k) => sum + slope * (model.weights.data[pixel * slopes.length + k] as number), 0),
  );
}

type Sides = readonly [before: number, after: number];

/** The slopes just below and just above each pixel's value. */
function sidedSlopes(model: ModelDescription, image: Values, shape: ImageShape, label: number): readonly Sides[] {
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

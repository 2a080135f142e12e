import type { LossName, ModelDescription } from "../../run/arguments/described.ts";
import { dense, type ImageShape, type Values } from "./layers.ts";
import { lossSlopes } from "./loss-slopes.ts";
import { logitsOf } from "./models.ts";
import type { Vector } from "./vectors.ts";

/** Much smaller than the scale on which the models curve, much larger than the rounding of double precision. */
const STEP = 1e-6;

/** 100 000 times the rounding of float32; only a few pixels in a hundred are below it. */
const CLEAR = 0.05;

/**
 * The gradient of one image's loss with respect to its pixels, in double precision and without autodiff: in closed form for
 * linear and tanh models, by central differences, accurate to 1e-9, for convolutional ones.
 */
export function imageGradient(
  model: ModelDescription,
  image: Values,
  shape: ImageShape,
  label: number,
  loss: LossName = "crossEntropy",
): Vector {
  return slopesThrough(model, image, shape)(lossSlopes(loss, logitsOf(model, image, shape), label)).mean;
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
  loss: LossName = "crossEntropy",
): Vector {
  return clear(slopesThrough(model, image, shape)(lossSlopes(loss, logitsOf(model, image, shape), label)));
}

/** The slopes of a function by each pixel. */
export interface Slopes {
  readonly mean: Vector;
  /** The difference between the slopes just below and just above the pixel's value. */
  readonly bend: Vector;
}

/** The slopes that are clear, 0 for the others; see clearGradient. */
export function clear({ mean, bend }: Slopes): Vector {
  const steepest = Math.max(...mean.map(Math.abs));
  return mean.map((slope, pixel) => {
    const size = Math.abs(slope);
    return size > CLEAR * steepest && Math.abs(bend[pixel] as number) < CLEAR * size ? slope : 0;
  });
}

/** From the derivatives of a function by the logits to its slopes by the pixels. */
export type ChainRule = (byLogits: Vector) => Slopes;

/** The chain rule of a model at an image. */
export function slopesThrough(model: ModelDescription, image: Values, shape: ImageShape): ChainRule {
  switch (model.kind) {
    case "linear":
      return (byLogits) => smooth(timesTransposed(byLogits, model.weights.data));
    case "mlp": {
      const hidden = dense(image, model.weights1.data, model.bias1.data).map(Math.tanh);
      return (byLogits) => {
        const byHidden = timesTransposed(byLogits, model.weights2.data);
        const byInputs = byHidden.map((slope, unit) => slope * (1 - (hidden[unit] as number) ** 2));
        return smooth(timesTransposed(byInputs, model.weights1.data));
      };
    }
    case "conv": {
      const [below, above] = [-STEP, STEP].map((step) => logitSlopes(model, image, shape, step)) as [Values, Values];
      return (byLogits) => {
        const [before, after] = [timesTransposed(byLogits, below), timesTransposed(byLogits, above)];
        return {
          mean: before.map((slope, pixel) => (slope + (after[pixel] as number)) / 2),
          bend: before.map((slope, pixel) => slope - (after[pixel] as number)),
        };
      };
    }
  }
}

function smooth(mean: Vector): Slopes {
  return { mean, bend: mean.map(() => 0) };
}

/** W v for W [inputs, outputs]: the chain rule through x W. */
function timesTransposed(vector: Vector, weights: Values): number[] {
  const outputs = vector.length;
  return Array.from({ length: weights.length / outputs }, (_, input) => {
    let sum = 0;
    for (let output = 0; output < outputs; output += 1)
      sum += (vector[output] as number) * (weights[input * outputs + output] as number);
    return sum;
  });
}

/** The derivatives of the logits by the pixels [pixels, classes], on one side. */
function logitSlopes(model: ModelDescription, image: Values, shape: ImageShape, step: number): Values {
  const moved = Float64Array.from(image);
  const here = logitsOf(model, moved, shape);
  return Array.from(image, (value, pixel) => {
    const kept = moved[pixel] as number;
    moved[pixel] = value + step;
    const there = logitsOf(model, moved, shape);
    moved[pixel] = kept;
    return there.map((logit, k) => (logit - (here[k] as number)) / step);
  }).flat();
}

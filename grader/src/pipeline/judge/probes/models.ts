import type { Random } from "@robustness-lab/fixtures";
import type { ModelDescription } from "../../run/arguments/described.ts";
import { floats, type TensorValue } from "../../run/protocol/values.ts";
import type { ImageShape } from "../expected/layers.ts";
import { pixelsOf } from "./images.ts";

/* Random described models; expected/models.ts computes their logits. */

export type LinearModel = Extract<ModelDescription, { kind: "linear" }>;
export type MlpModel = Extract<ModelDescription, { kind: "mlp" }>;

/** A tensor of normal draws with standard deviation `scale`. */
export function normals(random: Random, shape: readonly number[], scale: number): TensorValue {
  const size = shape.reduce((product, length) => product * length, 1);
  return floats(
    shape,
    Array.from({ length: size }, () => scale * random.normal()),
  );
}

/** A linear model whose logits on mid grey images have a standard deviation of about `spread`. */
export function drawLinear(random: Random, shape: ImageShape, classes: number, spread = 1): LinearModel {
  const pixels = pixelsOf(shape);
  return {
    kind: "linear",
    weights: normals(random, [pixels, classes], (2 * spread) / Math.sqrt(pixels)),
    bias: normals(random, [classes], 0.3 * spread),
  };
}

/** A linear model of two classes with these weights and bias for class 1 and zeros for class 0. */
export function linearOfTwo(weights: readonly number[], bias: number): LinearModel {
  return {
    kind: "linear",
    weights: floats(
      [weights.length, 2],
      weights.flatMap((weight) => [0, weight]),
    ),
    bias: floats([2], [0, bias]),
  };
}

/** A network with a tanh layer; the larger `bend`, the less linear it is. Its logits have a standard deviation of about `spread`. */
export function drawMlp(random: Random, shape: ImageShape, classes: number, bend = 1, spread = 1): MlpModel {
  const pixels = pixelsOf(shape);
  const hidden = 12;
  return {
    kind: "mlp",
    weights1: normals(random, [pixels, hidden], (3 * bend) / Math.sqrt(pixels)),
    bias1: normals(random, [hidden], 0.5 * bend),
    weights2: normals(random, [hidden, classes], (1.5 * spread) / Math.sqrt(hidden)),
    bias2: normals(random, [classes], 0.2),
    dropoutRate: 0,
  };
}

/** A network with a 3 x 3 convolution of four filters, relu and max pooling. */
export function drawConv(random: Random, shape: ImageShape, classes: number): ModelDescription {
  const [height, width, channels] = shape;
  const inputs = Math.floor((height - 2) / 2) * Math.floor((width - 2) / 2) * 4;
  return {
    kind: "conv",
    kernel: normals(random, [3, 3, channels, 4], 1 / Math.sqrt(9 * channels)),
    weights: normals(random, [inputs, classes], 2 / Math.sqrt(inputs)),
    bias: normals(random, [classes], 0.2),
  };
}

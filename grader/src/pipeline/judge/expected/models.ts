import type { ModelDescription } from "../../run/arguments/described.ts";
import type { TensorValue } from "../../run/protocol/values.ts";

/** [height, width, channels] of one image. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** One image's pixels, row-major. */
export type Pixels = ArrayLike<number>;

/** Logits that a described model gives one image in inference mode, in double precision. */
export function logitsOf(model: ModelDescription, image: Pixels, shape: ImageShape): readonly number[] {
  switch (model.kind) {
    case "linear":
      return affine(image, model.weights, model.bias);
    case "mlp":
      return affine(affine(image, model.weights1, model.bias1).map(Math.tanh), model.weights2, model.bias2);
    case "conv":
      return affine(pooled(convolved(image, shape, model.kernel)), model.weights, model.bias);
  }
}

/** The class of one image: the place of its largest logit. */
export function predictionOf(model: ModelDescription, image: Pixels, shape: ImageShape): number {
  const logits = logitsOf(model, image, shape);
  return logits.indexOf(Math.max(...logits));
}

function affine(inputs: Pixels, weights: TensorValue, bias: TensorValue): number[] {
  const outputs = bias.data.length;
  const sums = Array.from(bias.data, Number);
  for (let row = 0; row < inputs.length; row += 1) {
    const input = inputs[row] as number;
    for (let column = 0; column < outputs; column += 1) {
      sums[column] = (sums[column] as number) + input * (weights.data[row * outputs + column] as number);
    }
  }
  return sums;
}

interface Planes {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly at: (row: number, column: number, channel: number) => number;
}

/** relu(conv(x, K)), "valid", stride 1; K is [kh, kw, in, out]. */
function convolved(image: Pixels, [height, width, channels]: ImageShape, kernel: TensorValue): Planes {
  const [kh, kw, , filters] = kernel.shape as readonly [number, number, number, number];
  const at = (row: number, column: number, filter: number): number => {
    let sum = 0;
    for (let y = 0; y < kh; y += 1) {
      for (let x = 0; x < kw; x += 1) {
        for (let c = 0; c < channels; c += 1) {
          const pixel = image[((row + y) * width + column + x) * channels + c] as number;
          sum += pixel * (kernel.data[((y * kw + x) * channels + c) * filters + filter] as number);
        }
      }
    }
    return Math.max(0, sum);
  };
  return { height: height - kh + 1, width: width - kw + 1, channels: filters, at };
}

/** The largest of each 2 x 2 window, flattened row-major. */
function pooled({ height, width, channels, at }: Planes): readonly number[] {
  const values: number[] = [];
  for (let y = 0; y + 2 <= height; y += 2) {
    for (let x = 0; x + 2 <= width; x += 2) {
      for (let c = 0; c < channels; c += 1) {
        values.push(Math.max(at(y, x, c), at(y, x + 1, c), at(y + 1, x, c), at(y + 1, x + 1, c)));
      }
    }
  }
  return values;
}

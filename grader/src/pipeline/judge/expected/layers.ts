import type { TensorValue } from "../../run/protocol/values.ts";

/*
 * Layers of networks in plain loops and double precision. Activations are stored as tfjs stores them: row, column, channel;
 * kernels: row, column, in, out.
 */

/** Numbers by index: parameters, pixels or activations. */
export type Values = ArrayLike<number>;

/** The shape of one image, or of its activations in a layer. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** x W + b for W [inputs, outputs]. */
export function dense(inputs: Values, weights: Values, bias: Values): number[] {
  const sums = Array.from(bias);
  for (let index = 0; index < inputs.length; index += 1)
    addScaled(sums, at(inputs, index), weights, index * sums.length);
  return sums;
}

/** conv(x, K) + b, "valid", stride 1. */
export function convolve(input: Values, shape: ImageShape, kernel: TensorValue, bias?: Values): number[] {
  const [height, width, channels] = shape;
  const [kernelHeight, kernelWidth, , outputs] = kernel.shape as readonly [number, number, number, number];
  const [rowLength, tapsInRow] = [width * channels, kernelWidth * channels];
  const start = Array.from({ length: outputs }, (_, output) => (bias === undefined ? 0 : at(bias, output)));
  const activations: number[] = [];
  for (let row = 0; row <= height - kernelHeight; row += 1) {
    for (let column = 0; column <= width - kernelWidth; column += 1) {
      const sums = [...start];
      for (let down = 0; down < kernelHeight; down += 1) {
        const first = (row + down) * rowLength + column * channels;
        for (let tap = 0; tap < tapsInRow; tap += 1) {
          addScaled(sums, at(input, first + tap), kernel.data, (down * tapsInRow + tap) * outputs);
        }
      }
      for (const sum of sums) activations.push(sum);
    }
  }
  return activations;
}

/** Adds a multiple of a row of weights, which begins at `first`, to the sums of the outputs. */
function addScaled(sums: number[], factor: number, weights: Values, first: number): void {
  for (let output = 0; output < sums.length; output += 1) {
    sums[output] = (sums[output] as number) + factor * at(weights, first + output);
  }
}

/** The largest value of each 2 x 2 window; an odd last row or column is dropped. */
export function maxPool(input: Values, [height, width, channels]: ImageShape): number[] {
  const [outHeight, outWidth] = [Math.floor(height / 2), Math.floor(width / 2)];
  return Array.from({ length: outHeight * outWidth * channels }, (_, index) => {
    const [place, channel] = [Math.floor(index / channels), index % channels];
    const [row, column] = [Math.floor(place / outWidth), place % outWidth];
    const value = (down: number, right: number): number =>
      at(input, ((2 * row + down) * width + 2 * column + right) * channels + channel);
    return Math.max(value(0, 0), value(0, 1), value(1, 0), value(1, 1));
  });
}

/** max(0, x), element by element. */
export function relu(values: readonly number[]): number[] {
  return values.map((value) => Math.max(0, value));
}

function at(values: Values, index: number): number {
  return values[index] as number;
}

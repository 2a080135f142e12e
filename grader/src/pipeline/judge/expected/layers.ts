import type { TensorValue } from "../../run/protocol/values.ts";

/*
 * Layers of networks in plain loops and double precision. Activations are stored as tfjs stores them: row, column, channel;
 * kernels: row, column, in, out. Elements are read where they are needed: a shared function to read them, which meets every kind
 * of array, would make these loops four times as slow.
 */

/** Numbers by index: parameters, pixels or activations. */
export type Values = ArrayLike<number>;

/** The shape of one image, or of its activations in a layer. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** x W + b for W [inputs, outputs]. */
export function dense(inputs: Values, weights: Values, bias: Values): number[] {
  const sums = Array.from(bias);
  // Row by row, as the weights lie in memory.
  for (let index = 0; index < inputs.length; index += 1) {
    const [input, first] = [inputs[index] as number, index * sums.length];
    // Most pixels of a digit are 0.
    if (input === 0) continue;
    for (let output = 0; output < sums.length; output += 1)
      sums[output] = (sums[output] as number) + input * (weights[first + output] as number);
  }
  return sums;
}

/** conv(x, K) + b, "valid", stride 1. */
export function convolve(input: Values, shape: ImageShape, kernel: TensorValue, bias?: Values): number[] {
  const [height, width, channels] = shape;
  const [kernelHeight, kernelWidth, , outputs] = kernel.shape as readonly [number, number, number, number];
  const outWidth = width - kernelWidth + 1;
  const places = (height - kernelHeight + 1) * outWidth;
  // The taps of one kernel row are neighbours in the kernel and in the input.
  const taps = kernelWidth * channels;
  return Array.from({ length: places * outputs }, (_, index) => {
    const [place, output] = [Math.floor(index / outputs), index % outputs];
    const first = Math.floor(place / outWidth) * width + (place % outWidth);
    let sum = bias === undefined ? 0 : (bias[output] as number);
    for (let down = 0; down < kernelHeight; down += 1) {
      const [pixels, weights] = [(first + down * width) * channels, down * taps * outputs + output];
      for (let tap = 0; tap < taps; tap += 1)
        sum += (input[pixels + tap] as number) * (kernel.data[weights + tap * outputs] as number);
    }
    return sum;
  });
}

/** The largest value of each 2 x 2 window; an odd last row or column is dropped. */
export function maxPool(input: Values, [height, width, channels]: ImageShape): number[] {
  const [outHeight, outWidth] = [Math.floor(height / 2), Math.floor(width / 2)];
  return Array.from({ length: outHeight * outWidth * channels }, (_, index) => {
    const [place, channel] = [Math.floor(index / channels), index % channels];
    const [row, column] = [Math.floor(place / outWidth), place % outWidth];
    const value = (down: number, right: number): number =>
      input[((2 * row + down) * width + 2 * column + right) * channels + channel] as number;
    return Math.max(value(0, 0), value(0, 1), value(1, 0), value(1, 1));
  });
}

/** max(0, x), element by element. */
export function relu(values: readonly number[]): number[] {
  return values.map((value) => Math.max(0, value));
}

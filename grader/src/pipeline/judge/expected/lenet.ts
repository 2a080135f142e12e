import type { LenetParameters } from "@robustness-lab/fixtures";

/*
 * The LeNet of exercise 2.2 in plain loops and double precision, layer by layer as the sheet lists them. Activations are
 * stored as tfjs stores them: row, column, channel; kernels row, column, in, out.
 */

/** Numbers by index: a parameter's data, or activations. */
type Values = ArrayLike<number>;

/** Parameters by name. */
export type LenetValues = Readonly<Record<keyof LenetParameters, { readonly data: Values }>>;

/** The ten logits of one image of 28 x 28 pixels, without dropout. */
export function lenetLogits(parameters: LenetValues, image: Values): number[] {
  const conv1 = convolve(image, { side: 28, inputs: 1 }, parameters.conv1Kernel.data, parameters.conv1Bias.data);
  const pool1 = relu(maxPool(conv1, { side: 24, channels: 10 }));
  const conv2 = convolve(pool1, { side: 12, inputs: 10 }, parameters.conv2Kernel.data, parameters.conv2Bias.data);
  const pool2 = relu(maxPool(conv2, { side: 8, channels: 20 }));
  const hidden = relu(dense(pool2, parameters.fc1Weights.data, parameters.fc1Bias.data));
  return dense(hidden, parameters.fc2Weights.data, parameters.fc2Bias.data);
}

/** x W + b for W [inputs, outputs]. */
export function dense(inputs: Values, weights: Values, bias: Values): number[] {
  return Array.from(bias, (offset, output) => {
    let sum = offset;
    for (let index = 0; index < inputs.length; index += 1)
      sum += at(inputs, index) * at(weights, index * bias.length + output);
    return sum;
  });
}

const KERNEL_SIDE = 5;

function convolve(input: Values, { side, inputs }: { side: number; inputs: number }, kernel: Values, bias: Values) {
  const [outSide, outputs] = [side - KERNEL_SIDE + 1, bias.length];
  const activations: number[] = [];
  for (let place = 0; place < outSide * outSide; place += 1) {
    const [row, column] = [Math.floor(place / outSide), place % outSide];
    for (let output = 0; output < outputs; output += 1) {
      let sum = at(bias, output);
      for (let tap = 0; tap < KERNEL_SIDE * KERNEL_SIDE * inputs; tap += 1) {
        const channel = tap % inputs;
        const [down, right] = [Math.floor(tap / inputs / KERNEL_SIDE), Math.floor(tap / inputs) % KERNEL_SIDE];
        sum +=
          at(input, ((row + down) * side + column + right) * inputs + channel) * at(kernel, tap * outputs + output);
      }
      activations.push(sum);
    }
  }
  return activations;
}

function maxPool(input: Values, { side, channels }: { side: number; channels: number }): number[] {
  const half = side / 2;
  return Array.from({ length: half * half * channels }, (_, index) => {
    const channel = index % channels;
    const [row, column] = [Math.floor(index / channels / half), Math.floor(index / channels) % half];
    const pixel = (down: number, right: number): number =>
      at(input, ((2 * row + down) * side + 2 * column + right) * channels + channel);
    return Math.max(pixel(0, 0), pixel(0, 1), pixel(1, 0), pixel(1, 1));
  });
}

function relu(values: readonly number[]): number[] {
  return values.map((value) => Math.max(0, value));
}

function at(values: Values, index: number): number {
  return values[index] as number;
}

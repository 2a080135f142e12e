/*
 * The exercise's LeNet in double precision, as plain loops without tfjs. Inference only, one image.
 */

/** Parameter values by name, row-major in the shapes of LENET_SHAPES. */
export type Values = Readonly<Record<string, Float64Array>>;

/** The logits [10] of an image [28 * 28]. */
export function lenet64(parameters: Values, pixels: Float64Array): Float64Array {
  const of = (name: string): Float64Array => parameters[name] as Float64Array;
  const first = convolve({ input: pixels, side: 28, kernel: of("conv1Kernel"), bias: of("conv1Bias") });
  const firstPooled = relu(maxPool(first, 24, 10));
  const second = convolve({ input: firstPooled, side: 12, kernel: of("conv2Kernel"), bias: of("conv2Bias") });
  const features = relu(maxPool(second, 8, 20));
  const hidden = relu(dense(features, of("fc1Weights"), of("fc1Bias")));
  return dense(hidden, of("fc2Weights"), of("fc2Bias"));
}

interface Convolution {
  /** [side, side, channels in] */
  readonly input: Float64Array;
  readonly side: number;
  /** [5, 5, channels in, channels out] */
  readonly kernel: Float64Array;
  readonly bias: Float64Array;
}

/** A valid 5 x 5 convolution: [side, side, in] to [side - 4, side - 4, out]. */
function convolve({ input, side, kernel, bias }: Convolution): Float64Array {
  const channelsIn = input.length / side ** 2;
  const channelsOut = bias.length;
  return Float64Array.from({ length: (side - 4) ** 2 * channelsOut }, (_, index) => {
    const out = index % channelsOut;
    const [row, column] = [Math.floor(index / channelsOut / (side - 4)), Math.floor(index / channelsOut) % (side - 4)];
    let sum = bias[out] as number;
    for (let a = 0; a < 5; a += 1) {
      // The five pixels of a kernel row, with their channels, are contiguous.
      const from = ((row + a) * side + column) * channelsIn;
      for (let b = 0; b < 5 * channelsIn; b += 1) {
        sum += (input[from + b] as number) * (kernel[(a * 5 * channelsIn + b) * channelsOut + out] as number);
      }
    }
    return sum;
  });
}

/** The largest of each 2 x 2 window: [side, side, channels] to [side / 2, side / 2, channels]. */
function maxPool(input: Float64Array, side: number, channels: number): Float64Array {
  return Float64Array.from({ length: input.length / 4 }, (_, index) => {
    const [row, column] = [Math.floor(index / channels / (side / 2)), Math.floor(index / channels) % (side / 2)];
    const at = (a: number, b: number): number =>
      input[((2 * row + a) * side + 2 * column + b) * channels + (index % channels)] as number;
    return Math.max(at(0, 0), at(0, 1), at(1, 0), at(1, 1));
  });
}

/** A dense layer: input [in] times weights [in, out], plus bias [out]. */
function dense(input: Float64Array, weights: Float64Array, bias: Float64Array): Float64Array {
  return bias.map((start, out) =>
    input.reduce((sum, value, row) => sum + value * (weights[row * bias.length + out] as number), start),
  );
}

function relu(values: Float64Array): Float64Array {
  return values.map((value) => Math.max(0, value));
}

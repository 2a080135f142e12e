import type { LenetArgument } from "../probes/lenet-parameters.ts";
import { convolve, dense, maxPool, relu, type Values } from "./layers.ts";

/** The factors of one image in training: 0 if a channel or unit is dropped. */
export interface LenetFactors {
  readonly channels: readonly number[];
  readonly units: readonly number[];
}

/**
 * The ten logits of exercise 2.2's LeNet for one image of 28 x 28 pixels, layer by layer as in the sheet; in inference mode
 * without factors. probes/lenet-parameters.ts draws the parameters.
 */
export function lenetLogits(parameters: LenetArgument, image: Values, factors?: LenetFactors): number[] {
  const conv1 = convolve(image, [28, 28, 1], parameters.conv1Kernel, parameters.conv1Bias.data);
  const pool1 = relu(maxPool(conv1, [24, 24, 10]));
  const conv2 = convolve(pool1, [12, 12, 10], parameters.conv2Kernel, parameters.conv2Bias.data);
  const pool2 = relu(maxPool(scaled(conv2, factors?.channels), [8, 8, 20]));
  const hidden = relu(dense(pool2, parameters.fc1Weights.data, parameters.fc1Bias.data));
  return dense(scaled(hidden, factors?.units), parameters.fc2Weights.data, parameters.fc2Bias.data);
}

/** Multiplies activations by the factors of their channels. */
function scaled(activations: readonly number[], factors: readonly number[] = [1]): readonly number[] {
  return activations.map((value, index) => value * (factors[index % factors.length] as number));
}

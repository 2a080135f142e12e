import type { LenetArgument } from "../probes/lenet-parameters.ts";
import { convolve, dense, maxPool, relu, type Values } from "./layers.ts";

/**
 * The ten logits of exercise 2.2's LeNet for one image of 28 x 28 pixels in inference mode, layer by layer as in the sheet.
 * probes/lenet-parameters.ts draws the parameters.
 */
export function lenetLogits(parameters: LenetArgument, image: Values): number[] {
  const conv1 = convolve(image, [28, 28, 1], parameters.conv1Kernel, parameters.conv1Bias.data);
  const pool1 = relu(maxPool(conv1, [24, 24, 10]));
  const conv2 = convolve(pool1, [12, 12, 10], parameters.conv2Kernel, parameters.conv2Bias.data);
  const pool2 = relu(maxPool(conv2, [8, 8, 20]));
  const hidden = relu(dense(pool2, parameters.fc1Weights.data, parameters.fc1Bias.data));
  return dense(hidden, parameters.fc2Weights.data, parameters.fc2Bias.data);
}

import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import {
  assertPixels,
  assertShape,
  deriveSeed,
  IMAGE_SIDE,
  type LenetParameters,
  type LogisticRegressionParameters,
  NotImplementedError,
} from "@robustness-lab/fixtures";

/**
 * Logistic regression on flattened images: logits = x W + b. Differentiable in the images, for attacks, and in the parameters,
 * for training. The arguments stay the caller's: they are not disposed of.
 *
 * @param parameters weights W [784, 10], bias b [10]
 * @param images x [n, 28, 28, 1] in [0, 1], flattened row by row
 * @returns logits [n, 10]
 * @throws TypeError for a wrong shape, RangeError for pixels outside [0, 1]
 */
export function logisticRegression(parameters: LogisticRegressionParameters, images: Tensor4D): Tensor2D {
  assertImages(images);
  throw new NotImplementedError("2.2 logisticRegression"); // TODO 2.2: flatten each image, multiply by the weights, add the bias
}

/** The probability that a channel or a unit is dropped in training. */
const DROPOUT_RATE = 0.5;

/**
 * The exercise's LeNet: conv 5x5x10, maxpool 2, relu, conv 5x5x20, channel dropout, maxpool 2, relu, flatten, fc 50, relu,
 * dropout, fc 10. Convolutions are "valid" with stride 1. Dropout is inverted: kept values are multiplied by 1 / (1 - rate).
 * Channel dropout drops whole channels of an image, not single pixels. Differentiable in the images and in the parameters, in
 * training and in inference. The arguments stay the caller's: they are not disposed of.
 *
 * @param parameters kernels [5, 5, 1, 10] and [5, 5, 10, 20], weights [320, 50] and [50, 10], and the biases
 * @param images [n, 28, 28, 1] in [0, 1]
 * @param dropoutSeed given in training, where it determines both dropout masks; absent in inference, where nothing is dropped
 * @returns logits [n, 10]
 * @throws TypeError for a wrong shape, RangeError for pixels outside [0, 1] or a dropout seed that is not an integer >= 1
 * @see LeCun et al., Gradient-based learning applied to document recognition, 1998; Tompson et al., 2015, for channel dropout
 */
export function lenet(parameters: LenetParameters, images: Tensor4D, dropoutSeed?: number): Tensor2D {
  assertImages(images);
  throw new NotImplementedError("2.2 lenet"); // TODO 2.2: the layers above, in this order; apply dropout only if there is a dropoutSeed
}

function assertImages(images: Tensor4D): void {
  assertShape("images", images, ["n", IMAGE_SIDE, IMAGE_SIDE, 1]);
  assertPixels("images", images);
}

import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import {
  assertPixels,
  assertShape,
  deriveSeed,
  IMAGE_SIDE,
  type LenetParameters,
  type LogisticRegressionParameters,
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
  // <exercise 2.2 logisticRegression: flatten each image, multiply by the weights, add the bias>
  const { weights, bias } = parameters;
  return tf.tidy(() => tf.add(tf.matMul(tf.reshape<Rank.R2>(images, [images.shape[0], 784]), weights), bias));
  // </exercise>
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
  // <exercise 2.2 lenet: the layers above, in this order; apply dropout only if there is a dropoutSeed>
  const { conv1Kernel, conv1Bias, conv2Kernel, conv2Bias, fc1Weights, fc1Bias, fc2Weights, fc2Bias } = parameters;
  return tf.tidy(() => {
    const first = tf.add<Tensor4D>(tf.conv2d(images, conv1Kernel, 1, "valid"), conv1Bias);
    const firstPooled = tf.relu(tf.maxPool(first, 2, 2, "valid"));
    const second = tf.add<Tensor4D>(tf.conv2d(firstPooled, conv2Kernel, 1, "valid"), conv2Bias);
    const kept = dropChannels(second, dropoutSeed);
    const secondPooled = tf.relu(tf.maxPool(kept, 2, 2, "valid"));
    const features = tf.reshape<Rank.R2>(secondPooled, [images.shape[0], 320]);
    const hidden = dropUnits(tf.relu(tf.add<Tensor2D>(tf.matMul(features, fc1Weights), fc1Bias)), dropoutSeed);
    return tf.add(tf.matMul(hidden, fc2Weights), fc2Bias);
  });
  // </exercise>
}

function assertImages(images: Tensor4D): void {
  assertShape("images", images, ["n", IMAGE_SIDE, IMAGE_SIDE, 1]);
  assertPixels("images", images);
}
// <solution-only>

/** One mask entry for each image and channel, broadcast over the pixels: [n, h, w, c] to [n, h, w, c]. */
function dropChannels(activations: Tensor4D, seed: number | undefined): Tensor4D {
  if (seed === undefined) return activations;
  const [n, , , channels] = activations.shape;
  return tf.dropout(activations, DROPOUT_RATE, [n, 1, 1, channels], deriveSeed(seed, "channels")) as Tensor4D;
}

/** One mask entry for each unit: [n, units] to [n, units]. The two masks have different seeds. */
function dropUnits(activations: Tensor2D, seed: number | undefined): Tensor2D {
  if (seed === undefined) return activations; // In inference every unit is kept.
  return tf.dropout(activations, DROPOUT_RATE, undefined, deriveSeed(seed, "units")) as Tensor2D;
}
// </solution-only>

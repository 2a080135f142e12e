import * as tf from "@tensorflow/tfjs-core";
import type { LenetParameters, LogisticRegressionParameters } from "@robustness-lab/fixtures";
import { batchesOf, takeFirst } from "@robustness-lab/fixtures";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import { describe, expect, it } from "vitest";
import { lenet, logisticRegression } from "../../src/mnist/models.ts";
import { expectTensor, values } from "../helpers.ts";

const TENTHS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const ONES = TENTHS.map(() => 1);

/** All weights are 0 except one: from one pixel of the flattened image to one class. */
function onePixelCounts(pixel: number, digit: number): LogisticRegressionParameters {
  const weights = tf.buffer([784, 10]);
  weights.set(1, pixel, digit);
  return { weights: weights.toTensor() as tf.Tensor2D, bias: tf.tensor1d(TENTHS) };
}

/**
 * A LeNet in which each layer averages its inputs, so that a white image (all 1) stays 1 from layer to layer. Only the last
 * bias is not 0.
 */
function averagingLenet(): LenetParameters {
  return {
    conv1Kernel: tf.fill([5, 5, 1, 10], 1 / 25),
    conv1Bias: tf.zeros([10]),
    conv2Kernel: tf.fill([5, 5, 10, 20], 1 / 250),
    conv2Bias: tf.zeros([20]),
    fc1Weights: tf.fill([320, 50], 1 / 320),
    fc1Bias: tf.zeros([50]),
    fc2Weights: tf.fill([50, 10], 1 / 50),
    fc2Bias: tf.tensor1d(TENTHS),
  };
}

/** A bias with `units` equal entries. */
function level(units: number, value: number): tf.Tensor1D {
  return tf.fill<tf.Rank.R1>([units], value);
}

describe("2.2 logisticRegression", () => {
  it("returns the bias for a black image", () => {
    expectTensor(logisticRegression(onePixelCounts(30, 7), tf.zeros([1, 28, 28, 1])), [TENTHS]);
  });

  it("flattens row by row: the pixel in row 1, column 2 has index 30", () => {
    const image = tf.buffer([1, 28, 28, 1]);
    image.set(0.5, 0, 1, 2, 0);
    const logits = logisticRegression(onePixelCounts(30, 7), image.toTensor() as tf.Tensor4D);
    // The bias of class 7 is 0.7; the grey pixel adds 0.5.
    expectTensor(logits, [[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1.2, 0.8, 0.9]]);
  });

  it("returns logits for each image of a batch", () => {
    const images = tf.concat([tf.zeros([1, 28, 28, 1]), tf.ones([1, 28, 28, 1])]) as tf.Tensor4D;
    const logits = logisticRegression(onePixelCounts(0, 0), images);
    expectTensor(logits, [TENTHS, [1, ...TENTHS.slice(1)]]);
  });

  it("can be differentiated: attacks follow the gradient in the images, training that in the parameters", () => {
    const gradients = tf.grads((images, weights, bias) =>
      logisticRegression({ weights, bias } as LogisticRegressionParameters, images as tf.Tensor4D),
    );
    const { weights, bias } = onePixelCounts(30, 7);
    const [byImages, , byBias] = gradients([tf.zeros([1, 28, 28, 1]), weights, bias]) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    // The logits add up to the pixel that counts, and to all entries of the bias.
    expectTensor(tf.sum(byImages), 1);
    expectTensor(byBias, ONES);
  });
});

describe("2.2 lenet", () => {
  it("keeps a white image at 1 through layers that average", () => {
    const logits = lenet(averagingLenet(), tf.ones([1, 28, 28, 1]));
    expectTensor(logits, [TENTHS.map((bias) => 1 + bias)], 1e-4);
  });

  it("adds the bias of each layer", () => {
    const biased = { ...averagingLenet(), conv1Bias: level(10, 2), conv2Bias: level(20, 3) };
    const logits = lenet({ ...biased, fc1Bias: level(50, 4), fc2Bias: tf.zeros([10]) }, tf.ones([1, 28, 28, 1]));
    // 1 + 2 + 3 + 4
    expectTensor(logits, [ONES.map(() => 10)], 1e-4);
  });

  it("sets negative values to 0 after a hidden layer", () => {
    const cut = { ...averagingLenet(), fc1Bias: level(50, -100) };
    expectTensor(lenet(cut, tf.ones([1, 28, 28, 1])), [TENTHS]);
  });

  it("keeps the largest of four neighbours in pooling", () => {
    // One white pixel in the middle of a black image. Each mean of 5 x 5 pixels that includes it is 1/25, and pooling keeps it.
    const image = tf.buffer([1, 28, 28, 1]);
    image.set(1, 0, 14, 14, 0);
    const [largest = 0] = values(lenet(averagingLenet(), image.toTensor() as tf.Tensor4D));
    // Averaging throughout would give 1/784 = 0.0013; maximum pooling gives more.
    expect(largest, "the logit of class 0").toBeGreaterThan(0.0014);
  });

  it("drops nothing without a dropout seed, and drops the same units for the same seed", () => {
    const images = tf.ones<tf.Rank.R4>([2, 28, 28, 1]);
    const parameters = averagingLenet();
    const logits = (seed?: number) => values(lenet(parameters, images, seed));
    expect(logits(), "a second call without a seed").toEqual(logits());
    expect(logits(7), "a second call with seed 7").toEqual(logits(7));
    expect(logits(7), "logits with seed 7, expected different ones with seed 8").not.toEqual(logits(8));
  });

  it("keeps the mean in training: dropout doubles the values that it keeps", () => {
    const parameters = { ...averagingLenet(), fc2Bias: tf.zeros<tf.Rank.R1>([10]) };
    const logits = lenet(parameters, tf.ones([100, 28, 28, 1]), 3);
    // Without doubling, two dropouts of rate 1/2 would leave a mean of 1/4. The standard deviation is about 0.26 for a single
    // image and 0.03 for the mean of 100.
    expectTensor(tf.mean(logits), 1, 0.15);
  });

  it("can be differentiated, in inference and in training", () => {
    const images = tf.ones<tf.Rank.R4>([8, 28, 28, 1]);
    for (const seed of [undefined, 5]) {
      const gradient = tf.grad((x) => lenet(averagingLenet(), x as tf.Tensor4D, seed))(images);
      expect(values(tf.sum(gradient))[0], "the sum of the gradient").toBeGreaterThan(0);
    }
  });

  it("returns ten finite logits for each real digit", async () => {
    const digits = takeFirst(await readMnist("test"), 20);
    for (const { images } of batchesOf(digits, { batchSize: 20, seed: 1 })) {
      const logits = lenet(averagingLenet(), images);
      expect(logits.shape).toEqual([20, 10]);
      const broken = values(logits).filter((logit) => !Number.isFinite(logit));
      expect(broken, "logits that are not finite").toEqual([]);
    }
  });
});

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import {
  initialParameters,
  LENET_SHAPES,
  LOGISTIC_REGRESSION_SHAPES,
  type LenetParameters,
  type LogisticRegressionParameters,
  type Trainable,
} from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { lenet64, type Values } from "../../testing/lenet64.ts";
import {
  expectNoLeak,
  expectNumbers,
  expectTensor,
  expectUntouched,
  rowsOf,
  uniform,
  valuesOf,
} from "../../testing/tensors.ts";
import { crossEntropy } from "./metrics.ts";
import { lenet, logisticRegression } from "./models.ts";

let lenetParameters: Trainable<LenetParameters>;
let logisticParameters: Trainable<LogisticRegressionParameters>;

beforeAll(async () => {
  await loadTestEngine();
  lenetParameters = initialParameters(LENET_SHAPES, 11);
  logisticParameters = initialParameters(LOGISTIC_REGRESSION_SHAPES, 12);
});

function randomDigits(n: number, seed: number): Tensor4D {
  return uniform<tf.Rank.R4>([n, 28, 28, 1], seed, 0, 1);
}

describe("logisticRegression", () => {
  test("multiplies the flattened image by the weights and adds the bias", () => {
    // All pixels are 0 except the one in row 1, column 2, at index 28 + 2.
    const images = tf.tensor4d(
      Float32Array.from({ length: 784 }, (_, place) => (place === 30 ? 0.5 : 0)),
      [1, 28, 28, 1],
    );
    const weights = tf.tensor2d(
      Float32Array.from({ length: 7840 }, (_, place) => place),
      [784, 10],
    );
    const bias = tf.tensor1d([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const expected = [150, 151.5, 153, 154.5, 156, 157.5, 159, 160.5, 162, 163.5];
    expectTensor(logisticRegression({ weights, bias }, images), [1, 10], expected);
  });

  test("agrees with double precision", () => {
    const images = randomDigits(3, 1);
    const [weights, bias] = [rowsOf(logisticParameters.weights), valuesOf(logisticParameters.bias)];
    const expected = rowsOf(images).map((pixels) =>
      bias.map((start, k) => pixels.reduce((sum, pixel, j) => sum + pixel * weights[j]![k]!, start)),
    );
    expectTensor(logisticRegression(logisticParameters, images), [3, 10], expected.flat());
  });
});

describe("lenet in inference", () => {
  test("agrees with the same network built with tf.layers", () => {
    const images = randomDigits(4, 2);
    const logits = layersLenet(lenetParameters).predict(images) as Tensor2D;
    expectTensor(lenet(lenetParameters, images), [4, 10], valuesOf(logits));
  });

  test("agrees with double precision", () => {
    const images = randomDigits(2, 3);
    const expected = rowsOf(images).flatMap((pixels) => [
      ...lenet64(doubles(lenetParameters), Float64Array.from(pixels)),
    ]);
    expectTensor(lenet(lenetParameters, images), [2, 10], expected);
  });

  test("is deterministic, and gives each image the same logits alone as in a batch", () => {
    const images = randomDigits(3, 4);
    const together = lenet(lenetParameters, images);
    expect(valuesOf(lenet(lenetParameters, images))).toEqual(valuesOf(together));
    const alone = tf.split<Tensor4D>(images, 3).flatMap((image) => valuesOf(lenet(lenetParameters, image)));
    expectTensor(together, [3, 10], alone);
  });

  test("has gradients that match finite differences, in every parameter and in the image", () => {
    const images = randomDigits(1, 5);
    const names = Object.keys(LENET_SHAPES);
    const gradients = gradientsByName(images, 3);
    const values = { ...doubles(lenetParameters), images: Float64Array.from(images.dataSync()) };
    for (const name of [...names, "images"]) {
      const slopes = valuesOf(gradients[name]!);
      const places = largestPlaces(slopes, 3);
      const expected = places.map((place) => differenceAt(values, name, place, 3));
      // The gradients sum hundreds of float32 products of both signs; the differences are off by at most a millionth.
      const tolerance = { relative: 1e-4, absolute: 1e-6 };
      expectNumbers(
        places.map((place) => slopes[place]!),
        expected,
        tolerance,
      );
    }
  });
});

describe("lenet in training", () => {
  test("the same seed drops the same channels and units, and another seed drops different ones", () => {
    const images = randomDigits(2, 6);
    const logits = (seed?: number): number[] => valuesOf(lenet(lenetParameters, images, seed));
    expect(logits(1)).toEqual(logits(1));
    expect(logits(1)).not.toEqual(logits(2));
    expect(logits(1)).not.toEqual(logits());
  });

  test("whole channels are dropped, drawn separately for each image, and the others are doubled", () => {
    const logits = valuesOf(lenet(channelReader(), tf.zeros([400, 28, 28, 1]), 5));
    // Logit k is channel k's sum over 16 positions of value 1, doubled where the channel and hidden unit k are kept.
    expect(new Set(logits)).toEqual(new Set([0, 64]));
    // A quarter of 4000, within five standard deviations of 27; masks shared among images or channels would exceed this.
    expect(Math.abs(logits.filter((logit) => logit === 64).length - 1000)).toBeLessThan(137);
    const sums = rowsOf(tf.tensor2d(logits, [400, 10])).map((row) => row.filter((logit) => logit === 64).length);
    expect(new Set(sums).size).toBeGreaterThan(4);
  });

  test("without dropout the same network sums every channel once", () => {
    expect(valuesOf(lenet(channelReader(), tf.zeros([1, 28, 28, 1])))).toEqual(new Array(10).fill(16));
  });

  test("channels and units are dropped independently: one image, many seeds", () => {
    const parameters = channelReader();
    const image = tf.zeros<tf.Rank.R4>([1, 28, 28, 1]);
    const kept = Array.from({ length: 200 }, (_, index) => valuesOf(lenet(parameters, image, index + 1))).flat();
    // A quarter of 2000, within five standard deviations of 19.4. With one mask for both it would be half.
    expect(Math.abs(kept.filter((logit) => logit === 64).length - 500)).toBeLessThan(97);
  });

  test("the gradient flows through the kept units", () => {
    const image = tf.zeros<tf.Rank.R4>([1, 28, 28, 1]);
    const parameters = channelReader();
    const logits = valuesOf(lenet(parameters, image, 9));
    const slopes = tf.grad((bias) => tf.sum(lenet({ ...parameters, conv2Bias: bias as tf.Tensor1D }, image, 9)));
    // Each kept logit is 64 times its channel's bias.
    expect(valuesOf(slopes(parameters.conv2Bias)).slice(0, 10)).toEqual(logits);
  });

  test("a dropout seed of 0 is rejected", () => {
    const images = randomDigits(1, 7);
    const rejects = (): unknown => lenet(lenetParameters, images, 0);
    expectNoLeak(() => expect(rejects).toThrow(new RangeError("seed is 0, expected an integer >= 1")));
  });
});

describe.each([
  ["logisticRegression", (images: Tensor4D) => logisticRegression(logisticParameters, images)],
  ["lenet", (images: Tensor4D) => lenet(lenetParameters, images)],
  ["lenet with dropout", (images: Tensor4D) => lenet(lenetParameters, images, 3)],
])("%s", (_, classify) => {
  test("rejects images with a wrong shape or values outside [0, 1]", () => {
    const shape = new TypeError("images has shape [1, 784], expected [n, 28, 28, 1]");
    expect(() => classify(tf.zeros([1, 784]) as never)).toThrow(shape);
    const bytes = new RangeError("images holds 255 at index 0, expected a pixel in [0, 1]");
    expect(() => classify(tf.fill([1, 28, 28, 1], 255))).toThrow(bytes);
  });

  test("does not change the images and the parameters and leaves no tensors behind", () => {
    const images = randomDigits(2, 8);
    const parameters = [...Object.values(lenetParameters), ...Object.values(logisticParameters)] as tf.Tensor[];
    expectUntouched([images, ...parameters], () => classify(images));
    expectNoLeak(() => classify(images).dispose());
  });
});

/** The exercise's LeNet built with tf.layers, with the given weights. */
function layersLenet(parameters: LenetParameters): layers.Sequential {
  const conv = (filters: number): layers.layers.Layer => layers.layers.conv2d({ filters, kernelSize: 5 });
  const model = layers.sequential({
    layers: [
      layers.layers.inputLayer({ inputShape: [28, 28, 1] }),
      conv(10),
      layers.layers.maxPooling2d({ poolSize: 2 }),
      layers.layers.reLU(),
      conv(20),
      layers.layers.maxPooling2d({ poolSize: 2 }),
      layers.layers.reLU(),
      layers.layers.flatten(),
      layers.layers.dense({ units: 50, activation: "relu" }),
      layers.layers.dense({ units: 10 }),
    ],
  });
  model.setWeights(Object.keys(LENET_SHAPES).map((name) => parameters[name as keyof LenetParameters]));
  return model;
}

/** A LeNet whose second convolution is 1 everywhere, and whose logit k is the sum of channel k. */
function channelReader(): LenetParameters {
  const zeros = Object.entries(LENET_SHAPES).map(([name, shape]) => [name, tf.zeros([...shape])]);
  const picks = (rows: number, columns: number, channels: number) =>
    tf.tensor2d(
      Array.from({ length: rows * columns }, (_, place) =>
        Math.floor(place / columns) % channels === place % columns ? 1 : 0,
      ),
      [rows, columns],
    );
  return {
    ...(Object.fromEntries(zeros) as LenetParameters),
    conv2Bias: tf.ones([20]),
    fc1Weights: picks(320, 50, 20),
    fc2Weights: picks(50, 10, 50),
  };
}

/** The gradients of the cross-entropy with respect to every parameter and the images, by name. */
function gradientsByName(images: Tensor4D, label: number): Record<string, tf.Tensor> {
  const labels = tf.tensor1d([label], "int32");
  const variables = Object.values(lenetParameters) as tf.Variable[];
  const { grads } = tf.variableGrads(() => crossEntropy(lenet(lenetParameters, images), labels), variables);
  const named = Object.entries(lenetParameters as Record<string, tf.Variable>).map(
    ([name, { name: id }]) => [name, grads[id]!] as const,
  );
  const inImages = tf.grad((x) => crossEntropy(lenet(lenetParameters, x as Tensor4D), labels))(images);
  return { ...Object.fromEntries(named), images: inImages };
}

/** The central difference of the cross-entropy along one coordinate, in double precision. */
function differenceAt(values: Values, name: string, place: number, label: number): number {
  const h = 1e-6;
  const lossAt = (by: number): number => {
    const moved = { ...values, [name]: values[name]!.with(place, values[name]![place]! + by) };
    const logits = lenet64(moved, moved.images!);
    return Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[label]!;
  };
  return (lossAt(h) - lossAt(-h)) / (2 * h);
}

/** The indices of the `count` largest absolute values. */
function largestPlaces(values: readonly number[], count: number): number[] {
  return [...values.keys()].sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!)).slice(0, count);
}

function doubles(parameters: Trainable<LenetParameters>): Values {
  const entries = Object.entries<tf.Tensor>(parameters as unknown as Record<string, tf.Tensor>);
  return Object.fromEntries(entries.map(([name, parameter]) => [name, Float64Array.from(parameter.dataSync())]));
}

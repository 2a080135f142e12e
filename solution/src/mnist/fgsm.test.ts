import * as tf from "@tensorflow/tfjs-core";
import type { Loss } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  attacks,
  binaryClassifier,
  distances,
  randomImages,
  randomLabels,
  rowImages,
  singles,
  smoothClassifier,
} from "../../testing/images.ts";
import { expectNoLeak, expectTensor, expectUntouched, RUNS, uniform, valuesOf } from "../../testing/tensors.ts";
import { innerMaximiserLinf } from "../linear/linf.ts";
import { fgsm, type FgsmProblem } from "./fgsm.ts";
import { crossEntropy } from "./metrics.ts";

beforeAll(() => loadTestEngine());

/** Two images of three pixels; along w the loss of label 1 decreases and that of label 0 increases. */
function example(): FgsmProblem {
  return {
    classifier: binaryClassifier([2, 0, -1]),
    loss: crossEntropy,
    images: rowImages([
      [0.5, 0.5, 0.5],
      [1, 0.5, 0.05],
    ]),
    labels: tf.tensor1d([1, 0], "int32"),
    epsilon: 0.1,
  };
}

test("each pixel moves by epsilon along the sign of its gradient, not at all if that is 0, and stays in [0, 1]", () => {
  expectTensor(fgsm(example()), [2, 1, 3, 1], [0.4, 0.5, 0.6, 1, 0.5, 0]);
  const others = { ...example(), labels: tf.tensor1d([0, 1], "int32") };
  expectTensor(fgsm(others), [2, 1, 3, 1], [0.6, 0.5, 0.4, 0.9, 0.5, 0.15]);
});

test("labels may be float32", () => {
  expectTensor(fgsm({ ...example(), labels: tf.tensor1d([1, 0]) }), [2, 1, 3, 1], [0.4, 0.5, 0.6, 1, 0.5, 0]);
});

test("a radius of 0 returns a new tensor with the values of the images", () => {
  const problem = { ...example(), epsilon: 0 };
  const attacked = fgsm(problem);
  expect(attacked).not.toBe(problem.images);
  expect(attacked.dataSync()).toEqual(problem.images.dataSync());
  attacked.dispose();
  expect(problem.images.isDisposed).toBe(false);
});

test("with a radius above 1 the result is a corner of the box", () => {
  expectTensor(fgsm({ ...example(), epsilon: 7 }), [2, 1, 3, 1], [0, 0.5, 1, 1, 0.5, 0]);
});

test.each([1e-9, 1e-20, 1e9])("a gradient of size %d moves the pixels by epsilon, like any other", (size) => {
  const loss: Loss = (logits, labels) => tf.mul(size, crossEntropy(logits, labels));
  expectTensor(fgsm({ ...example(), loss }), [2, 1, 3, 1], [0.4, 0.5, 0.6, 1, 0.5, 0]);
});

test("adversarial images stay in the ball and in the box", () => {
  fc.assert(
    fc.property(attacks, ({ n, seed, epsilon }) => {
      const images = randomImages(n, seed);
      const labels = randomLabels(n, 3, seed);
      const attacked = fgsm({ classifier: smoothClassifier(seed), loss: crossEntropy, images, labels, epsilon });
      expect(attacked.shape).toEqual(images.shape);
      const values = valuesOf(attacked);
      expect([Math.min(...values) >= 0, Math.max(...values) <= 1]).toEqual([true, true]);
      // A pixel near 1 is rounded by 6e-8.
      for (const distance of distances(attacked, images, "linf")) expect(distance).toBeLessThanOrEqual(epsilon + 1e-7);
    }),
    RUNS,
  );
});

test("a batch gives the same result as its images one by one", () => {
  fc.assert(
    fc.property(attacks, ({ n, seed, epsilon }) => {
      const problem = { classifier: smoothClassifier(seed), loss: crossEntropy, epsilon };
      const images = randomImages(n, seed);
      const labels = randomLabels(n, 3, seed);
      const together = fgsm({ ...problem, images, labels });
      const alone = singles(images).map((image, i) => fgsm({ ...problem, images: image, labels: singles(labels)[i]! }));
      expect(valuesOf(together)).toEqual(alone.flatMap(valuesOf));
    }),
    RUNS,
  );
});

test("on a binary linear model FGSM gives the maximiser of Problem 1, clipped to the box", () => {
  fc.assert(
    fc.property(attacks, ({ n, seed, epsilon }) => {
      const images = randomImages(n, seed);
      const labels = randomLabels(n, 2, seed);
      const w = uniform<tf.Rank.R1>([6], seed, -2, 2);
      const attacked = fgsm({ classifier: binaryClassifier(valuesOf(w)), loss: crossEntropy, images, labels, epsilon });
      const y = tf.tensor1d([...labels.dataSync()].map((label) => 2 * label - 1));
      const maximiser = innerMaximiserLinf({ w, x: tf.reshape(images, [n, 6]), y, epsilon });
      expectTensor(attacked, [n, 2, 3, 1], valuesOf(tf.clipByValue(maximiser, 0, 1)));
    }),
    RUNS,
  );
});

test("a gradient that is not finite is rejected: its sign would be 0, as if the model were robust", () => {
  const loss: Loss = (logits) => tf.mul(NaN, tf.mean<tf.Scalar>(logits));
  const problem = { ...example(), loss };
  const error = new RangeError("the gradient holds NaN at index 0, expected a finite number");
  expectNoLeak(() => expect(() => fgsm(problem)).toThrow(error));
});

test("wrong shapes and values out of range are rejected", () => {
  const rejects = (given: Partial<Record<keyof FgsmProblem, unknown>>, error: Error): void =>
    expect(() => fgsm({ ...example(), ...given } as FgsmProblem)).toThrow(error);
  rejects(
    { images: tf.zeros([2, 3]) },
    new TypeError("images has shape [2, 3], expected [n, height, width, channels]"),
  );
  rejects({ labels: tf.zeros([3]) }, new TypeError("labels has shape [3], expected [2]"));
  const bright = tf.fill([2, 1, 3, 1], 1.5);
  rejects({ images: bright }, new RangeError("images holds 1.5 at index 0, expected a pixel in [0, 1]"));
  rejects({ labels: tf.tensor1d([0, -1]) }, new RangeError("labels holds -1 at index 1, expected an integer >= 0"));
  rejects({ epsilon: -0.1 }, new RangeError("epsilon is -0.1, expected a finite number >= 0"));
  rejects({ epsilon: NaN }, new RangeError("epsilon is NaN, expected a finite number >= 0"));
});

test("the images and labels do not change, and no tensor is left behind", () => {
  const problem = example();
  expectUntouched([problem.images, problem.labels], () => fgsm(problem));
  expectNoLeak(() => fgsm(problem).dispose());
});

test("errors of the classifier and of the loss are rethrown without a leak", () => {
  const fail = (): never => {
    tf.zeros([2]);
    throw new Error("no logits today");
  };
  const problem = example();
  expectNoLeak(() => expect(() => fgsm({ ...problem, classifier: fail })).toThrow("no logits today"));
  // The classifier multiplies nothing, because tfjs 4.22 never frees the tensors saved for an unfinished gradient.
  const classifier = (): tf.Tensor2D => tf.zeros([2, 2]);
  expectNoLeak(() => expect(() => fgsm({ ...problem, classifier, loss: fail })).toThrow("no logits today"));
});

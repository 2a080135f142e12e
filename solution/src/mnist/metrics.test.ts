import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { randomLabels } from "../../testing/images.ts";
import {
  expectNoLeak,
  expectNumbers,
  expectTensor,
  expectUntouched,
  rowsOf,
  RUNS,
  uniform,
} from "../../testing/tensors.ts";
import { accuracy, crossEntropy } from "./metrics.ts";

beforeAll(() => loadTestEngine());

const logitBatches = fc.record({
  n: fc.integer({ min: 1, max: 6 }),
  classes: fc.integer({ min: 2, max: 10 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  size: fc.constantFrom(0.01, 1, 100),
});

describe("accuracy", () => {
  test("is the fraction of rows whose largest logit is at the label", () => {
    const logits = tf.tensor2d([1, 2, 0, 3, 0, 2, 0, 5, 7], [3, 3]);
    expect(accuracy(logits, tf.tensor1d([1, 0, 0], "int32"))).toBeCloseTo(2 / 3, 7);
    expect(accuracy(logits, tf.tensor1d([1, 0, 2], "int32"))).toBe(1);
    expect(accuracy(logits, tf.tensor1d([2, 2, 1], "int32"))).toBe(0);
  });

  test("accepts negative logits, float32 labels and a single row", () => {
    expect(accuracy(tf.tensor2d([[-9, -3, -5]]), tf.tensor1d([1]))).toBe(1);
    expect(accuracy(tf.tensor2d([[-9, -3, -5]]), tf.tensor1d([0]))).toBe(0);
  });

  test("agrees with a count in plain JavaScript", () => {
    fc.assert(
      fc.property(logitBatches, ({ n, classes, seed, size }) => {
        const logits = uniform<tf.Rank.R2>([n, classes], seed, -size, size);
        const labels = randomLabels(n, classes, seed + 1);
        const hits = rowsOf(logits).filter((row, i) => row.indexOf(Math.max(...row)) === labels.dataSync()[i]);
        expect(accuracy(logits, labels)).toBeCloseTo(hits.length / n, 6);
      }),
      RUNS,
    );
  });
});

describe("crossEntropy", () => {
  test("is log k when all logits are equal", () => {
    expectTensor(crossEntropy(tf.zeros([2, 10]), tf.tensor1d([3, 9], "int32")), [], [Math.log(10)]);
  });

  test("is the mean of -log softmax at the label", () => {
    const logits = tf.tensor2d([0, Math.log(3), Math.log(7), 0], [2, 2]);
    // softmax: 1/4 and 3/4, 7/8 and 1/8
    const expected = (Math.log(4 / 3) + Math.log(8)) / 2;
    expectTensor(crossEntropy(logits, tf.tensor1d([1, 1], "int32")), [], [expected]);
    expectTensor(crossEntropy(logits, tf.tensor1d([1, 1])), [], [expected]);
  });

  test.each([200, 1e4, 1e30])("is finite, as is its gradient, for a gap of %d", (gap) => {
    const logits = tf.tensor2d([[gap, 0]]);
    expectTensor(crossEntropy(logits, tf.tensor1d([1], "int32")), [], [gap]);
    expectTensor(crossEntropy(logits, tf.tensor1d([0], "int32")), [], [0]);
    expectTensor(gradientOf(logits, tf.tensor1d([1], "int32")), [1, 2], [1, -1]);
  });

  test("is accurate for a small loss", () => {
    // log(1 + exp(-10)); computed from 1 - softmax in float32 it would be off by one part in a thousand.
    expectTensor(crossEntropy(tf.tensor2d([[10, 0]]), tf.tensor1d([0], "int32")), [], [0.000045398899216870535]);
  });

  test("agrees with double precision, and its gradient is (softmax - one hot) / n", () => {
    fc.assert(
      fc.property(logitBatches, ({ n, classes, seed, size }) => {
        const logits = uniform<tf.Rank.R2>([n, classes], seed, -size, size);
        const labels = randomLabels(n, classes, seed + 1);
        const rows = rowsOf(logits).map((row, i) => softmaxOf(row, labels.dataSync()[i]!));
        const mean = rows.reduce((sum, { loss }) => sum + loss, 0) / n;
        expectTensor(crossEntropy(logits, labels), [], [mean]);
        const slopes = rows.flatMap(({ slopes }) => slopes.map((slope) => slope / n));
        // A gap of up to 200 is rounded by up to 1e-5, so its exponential has that relative error.
        expectNumbers(rowsOf(gradientOf(logits, labels)).flat(), slopes, { relative: 3e-5, absolute: 1e-6 });
      }),
      RUNS,
    );
  });

  test("does not change if a constant is added to all logits of a row", () => {
    const labels = tf.tensor1d([2], "int32");
    const loss = (raise: number) => crossEntropy(tf.tensor2d([[1 + raise, 2 + raise, 3 + raise]]), labels);
    expectTensor(loss(1000), [], [...loss(0).dataSync()]);
    expectTensor(loss(-1000), [], [...loss(0).dataSync()]);
  });
});

describe.each([
  ["accuracy", (logits: Tensor2D, labels: Tensor1D): void => void accuracy(logits, labels)],
  ["crossEntropy", (logits: Tensor2D, labels: Tensor1D): void => crossEntropy(logits, labels).dispose()],
])("%s", (_, call) => {
  test("rejects wrong shapes and values out of range", () => {
    const rejects = (logits: tf.Tensor, labels: tf.Tensor, error: Error): void =>
      expectNoLeak(() => expect(() => call(logits as Tensor2D, labels as Tensor1D)).toThrow(error));
    const logits = tf.zeros([2, 3]);
    rejects(tf.zeros([3]), tf.zeros([3]), new TypeError("logits has shape [3], expected [n, k]"));
    rejects(logits, tf.zeros([2, 1]), new TypeError("labels has shape [2, 1], expected [2]"));
    rejects(logits, tf.zeros([3]), new TypeError("labels has shape [3], expected [2]"));
    const outside = new RangeError("labels holds 3 at index 1, expected an integer in 0 .. 2");
    rejects(logits, tf.tensor1d([0, 3], "int32"), outside);
    const halved = new RangeError("labels holds 0.5 at index 0, expected an integer in 0 .. 2");
    rejects(logits, tf.tensor1d([0.5, 0]), halved);
    const empty = new RangeError("the number of rows is 0, expected an integer >= 1");
    rejects(tf.zeros([0, 3]), tf.zeros([0]), empty);
  });

  test("does not change its inputs and leaves no tensors behind", () => {
    const logits = tf.tensor2d([1, 2, 4, 3], [2, 2]);
    const labels = tf.tensor1d([0, 1], "int32");
    expectUntouched([logits, labels], () => call(logits, labels));
    expectNoLeak(() => call(logits, labels));
  });
});

function gradientOf(logits: Tensor2D, labels: Tensor1D): tf.Tensor {
  return tf.grad((z) => crossEntropy(z as Tensor2D, labels))(logits);
}

/** The cross-entropy of one row and its gradient, in double precision. */
function softmaxOf(row: readonly number[], label: number): { readonly loss: number; readonly slopes: number[] } {
  const largest = Math.max(...row);
  const sum = row.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return {
    loss: largest + Math.log(sum) - row[label]!,
    slopes: row.map((logit, k) => Math.exp(logit - largest) / sum - (k === label ? 1 : 0)),
  };
}

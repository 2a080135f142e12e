import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { accuracy, crossEntropy } from "../../src/mnist/metrics.ts";
import { classes, expectNumber, expectTensor } from "../helpers.ts";

describe("2.1 accuracy", () => {
  it("counts the rows in which the label has the largest logit", () => {
    const logits = tf.tensor2d([
      [2, 1, 0], // says 0
      [0, 3, 1], // says 1
      [5, 4, 0], // says 0, but the label is 1
      [-1, -2, -3], // says 0: logits may be negative
    ]);
    expectNumber("accuracy", accuracy(logits, classes([0, 1, 1, 0])), 0.75);
  });

  it("is a plain number between 0 and 1, not a tensor or a percentage", () => {
    expect(accuracy(tf.tensor2d([[0, 1]]), classes([1]))).toBe(1);
  });

  it("is 0 if every row is wrong", () => {
    const logits = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    expect(accuracy(logits, classes([1, 0]))).toBe(0);
  });
});

describe("2.1 crossEntropy", () => {
  it("is log 10 for ten equal logits: a guess among ten digits", () => {
    expectTensor(crossEntropy(tf.zeros([1, 10]), classes([3])), 2.302585);
  });

  it("is a mean over the batch", () => {
    // Logits 0 and log 3 are odds of 1 to 3: the losses are log 4 = 1.386294 for label 0, log(4/3) = 0.287682 for label 1.
    const logits = tf.tensor2d([
      [0, Math.log(3)],
      [0, Math.log(3)],
    ]);
    expectTensor(crossEntropy(logits, classes([0, 1])), (1.386294 + 0.287682) / 2);
  });

  it("stays finite if a network is very confident and wrong", () => {
    expectTensor(crossEntropy(tf.tensor2d([[10000, 0]]), classes([1])), 10000, 0.05);
  });

  it("can be differentiated: attacks and training follow its gradient", () => {
    const gradient = tf.grad((logits) => crossEntropy(logits as tf.Tensor2D, classes([0])))(tf.tensor2d([[0, 0]]));
    // A larger true logit lowers the loss, a larger other logit raises it by the same amount.
    expectTensor(gradient, [[-0.5, 0.5]]);
  });
});

import * as tf from "@tensorflow/tfjs-core";
import { describe, it } from "vitest";
import { hingeLoss, logisticLoss } from "../../src/linear/losses.ts";
import { expectTensor } from "../helpers.ts";

describe("1.1 hingeLoss", () => {
  it("is 0 from margin 1 on", () => {
    expectTensor(hingeLoss(tf.tensor1d([1, 1.5, 20])), [0, 0, 0]);
  });

  it("is the amount by which the margin falls short of 1", () => {
    // Margin 0.75 is right but too small, margin 0 is undecided, margin -2 is wrong.
    expectTensor(hingeLoss(tf.tensor1d([0.75, 0, -2])), [0.25, 1, 3]);
  });

  it("returns one loss for each margin, not their mean", () => {
    expectTensor(hingeLoss(tf.tensor1d([0])), [1]);
  });
});

describe("1.1 logisticLoss", () => {
  it("is the logarithm of 2 for an undecided point", () => {
    expectTensor(logisticLoss(tf.tensor1d([0, 0])), [0.693147, 0.693147]);
  });

  it("falls with the margin, but never reaches 0", () => {
    // log(1 + exp(1)) = 1.313262 and log(1 + exp(-1)) = 0.313262
    expectTensor(logisticLoss(tf.tensor1d([-1, 1])), [1.313262, 0.313262]);
  });

  it("stays finite at margins of a thousand, where exp overflows", () => {
    expectTensor(logisticLoss(tf.tensor1d([-1000, 1000])), [1000, 0]);
  });
});

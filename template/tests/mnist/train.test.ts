import * as tf from "@tensorflow/tfjs-core";
import type { Loss } from "@robustness-lab/fixtures";
import { describe, expect, it } from "vitest";
import { train } from "../../src/mnist/train.ts";
import { expectNumber, expectNumbers, rowBatch, squaredError, tinyNetwork } from "../helpers.ts";

/*
 * The logit of the network in these tests is p times the pixel, with p = 0 at first. The pixel is 1, the label 2, the loss
 * (p - 2)^2, its slope 2 (p - 2). Gradient descent with learning rate 1/4 moves p by (2 - p) / 2: to 1, 1.5, 1.75.
 */
function whiteTwo(seed: number) {
  return rowBatch([[1]], [2], seed);
}

describe("2.3 train", () => {
  it("returns the loss of each step, computed before the step", () => {
    const network = tinyNetwork();
    const batches = () => [whiteTwo(1)];
    const losses = train({ network, loss: squaredError, optimizer: tf.train.sgd(0.25), epochs: 3, batches });
    expectNumbers(losses, [4, 1, 0.25]);
  });

  it("changes the network's own parameters", () => {
    const network = tinyNetwork();
    const batches = () => [whiteTwo(1), whiteTwo(2), whiteTwo(3)];
    train({ network, loss: squaredError, optimizer: tf.train.sgd(0.25), epochs: 1, batches });
    expectNumber("p", network.p(), 1.75);
  });

  it("trains on the batches of epoch 0, then of epoch 1, each in training mode with its seed", () => {
    const network = tinyNetwork();
    const batches = (epoch: number) => [whiteTwo(10 * epoch + 1), whiteTwo(10 * epoch + 2)];
    train({ network, loss: squaredError, optimizer: tf.train.sgd(0.25), epochs: 2, batches });
    expect(network.trainingSeeds, "seeds of the calls in training mode").toEqual([1, 2, 11, 12]);
  });

  it("reports each loss to onStep", () => {
    const network = tinyNetwork();
    const reported: number[] = [];
    const onStep = (loss: number) => reported.push(loss);
    const batches = () => [whiteTwo(1)];
    train({ network, loss: squaredError, optimizer: tf.train.sgd(0.25), epochs: 2, batches, onStep });
    expectNumbers(reported, [4, 1]);
  });

  it("throws if the loss is not finite", () => {
    const loss: Loss = (logits) => tf.mean(tf.mul(logits, NaN));
    const settings = { loss, optimizer: tf.train.sgd(0.25), epochs: 1, batches: () => [whiteTwo(1)] };
    train({ ...settings, loss: squaredError, network: tinyNetwork() });
    expect(() => train({ ...settings, network: tinyNetwork() })).toThrow(Error);
  });

  it("leaves no tensors behind, however long it trains", () => {
    const tensors: number[] = [];
    const batch = whiteTwo(1);
    const onStep = () => tensors.push(tf.memory().numTensors);
    const settings = { loss: squaredError, optimizer: tf.train.sgd(0.25), epochs: 6, batches: () => [batch] };
    train({ ...settings, network: tinyNetwork(), onStep });
    // The optimizer may keep tensors from the first two steps. From then on the count must not grow.
    expect(tensors[5], "tensors after step 6, expected as many as after step 3").toBe(tensors[2]);
  });
});

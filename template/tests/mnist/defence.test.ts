import * as tf from "@tensorflow/tfjs-core";
import type { Attack, Loss } from "@robustness-lab/fixtures";
import { describe, expect, it } from "vitest";
import { adversarialTrain } from "../../src/mnist/defence.ts";
import { expectNumber, expectNumbers, expectTensor, rowBatch, squaredError, tinyNetwork, values } from "../helpers.ts";

/*
 * As in the tests of `train`, the logit of the network is p times the pixel. The clean pixel is 0.5 and the label 2; the
 * attack makes the pixel white (1). So the adversarial loss is (p - 2)^2, and with learning rate 1/4 p goes 0, 1, 1.5, 1.75.
 * On the clean image the network would learn more slowly: p = 0, 0.5, 0.9375.
 */
const greyTwo = rowBatch([[0.5]], [2], 7);
const whiten: Attack = (_classifier, { images }) => tf.onesLike(images);

function settings() {
  return { loss: squaredError, optimizer: tf.train.sgd(0.25), batches: () => [greyTwo] };
}

describe("2.9 adversarialTrain", () => {
  it("returns the loss on the attacked images, computed before each step", () => {
    const losses = adversarialTrain({ ...settings(), network: tinyNetwork(), epochs: 3, attack: whiten });
    expectNumbers(losses, [4, 1, 0.25]);
  });

  it("trains the network's own parameters on the attacked images", () => {
    const network = tinyNetwork();
    adversarialTrain({ ...settings(), network, epochs: 3, attack: whiten });
    expectNumber("p", network.p(), 1.75);
  });

  it("repeats the attack at each step, on the current network", () => {
    const answers: number[] = [];
    const attack: Attack = (classifier, { images }) => {
      answers.push(values(classifier(images))[0] ?? NaN);
      return tf.onesLike(images);
    };
    adversarialTrain({ ...settings(), network: tinyNetwork(), epochs: 3, attack });
    // p times 0.5, for p = 0, 1, 1.5.
    expectNumbers(answers, [0, 0.5, 0.75]);
  });

  it("attacks in inference mode and trains in training mode", () => {
    const network = tinyNetwork();
    const attack: Attack = (classifier, { images }) => {
      classifier(images);
      return tf.onesLike(images);
    };
    adversarialTrain({ ...settings(), network, epochs: 2, attack });
    expect(network.inferences(), "calls in inference mode").toBeGreaterThanOrEqual(2);
    // Two steps, each with the seed of its batch: an attack in training mode would show up here too.
    expect(network.trainingSeeds, "seeds of the calls in training mode").toEqual([7, 7]);
  });

  it("leaves the images alive, even if the attack returns them", () => {
    const batch = rowBatch([[0.5]], [2], 7);
    const training = { ...settings(), batches: () => [batch], epochs: 2 };
    adversarialTrain({ ...training, network: tinyNetwork(), attack: (_classifier, { images }) => images });
    expectTensor(batch.images, [[[[0.5]]]]);
  });

  it("reports each loss to onStep", () => {
    const reported: number[] = [];
    const onStep = (loss: number) => reported.push(loss);
    adversarialTrain({ ...settings(), network: tinyNetwork(), epochs: 2, attack: whiten, onStep });
    expectNumbers(reported, [4, 1]);
  });

  it("throws if the loss is not finite", () => {
    const loss: Loss = (logits) => tf.mean(tf.mul(logits, NaN));
    const training = { ...settings(), epochs: 1, attack: whiten };
    adversarialTrain({ ...training, network: tinyNetwork() });
    expect(() => adversarialTrain({ ...training, loss, network: tinyNetwork() })).toThrow(Error);
  });

  it("leaves no tensors behind, however long it trains", () => {
    const tensors: number[] = [];
    const onStep = () => tensors.push(tf.memory().numTensors);
    adversarialTrain({ ...settings(), network: tinyNetwork(), epochs: 6, attack: whiten, onStep });
    // The optimizer may keep tensors from the first two steps. From then on the count must not grow.
    expect(tensors[5], "tensors after step 6, expected as many as after step 3").toBe(tensors[2]);
  });
});

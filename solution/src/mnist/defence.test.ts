import * as tf from "@tensorflow/tfjs-core";
import type { Attack, Batch, Classifier, Loss } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { beforeAll, expect, test } from "vitest";
import { numberOf, pixelBatch, tinyNetwork } from "../../testing/networks.ts";
import { expectNoLeak, expectNumbers, expectUntouched, valuesOf } from "../../testing/tensors.ts";
import { adversarialTrain } from "./defence.ts";
import { fgsm } from "./fgsm.ts";
import { crossEntropy } from "./metrics.ts";
import { train } from "./train.ts";

beforeAll(() => loadTestEngine());

/** Calls the classifier, as attacks do, then lowers every pixel by 0.25. */
const darken: Attack = (classifier, { images }) => {
  classifier(images);
  return tf.sub(images, 0.25);
};

const fgsmAttack: Attack = (classifier, { images, labels }) =>
  fgsm({ classifier, loss: crossEntropy, images, labels, epsilon: 0.25 });

/** One image of pixel 0.75 and class 0; w starts at 0; SGD with learning rate 1. */
function example() {
  const network = tinyNetwork(0);
  const batch = pixelBatch([0.75], [0], 7);
  const training = { network, loss: crossEntropy, optimizer: tf.train.sgd(1), epochs: 1, batches: () => [batch] };
  return { ...training, batch, attack: darken };
}

test("one SGD step is taken on the adversarial image with its true label", () => {
  const training = example();
  expectNumbers(adversarialTrain(training), [Math.LN2]);
  expectNumbers([numberOf(training.network.weight)], [0.25]); // 0 - 1 * -0.5 / 2
});

test("the weights and losses of three epochs match gradient descent computed by hand", () => {
  const training = { ...example(), epochs: 3 };
  const weights = [0];
  for (let step = 0; step < 3; step += 1) {
    const w = weights[step]!;
    weights.push(w + 0.5 / (1 + Math.exp(0.5 * w)));
  }
  expectNumbers(
    adversarialTrain(training),
    weights.slice(0, 3).map((w) => Math.log1p(Math.exp(-0.5 * w))),
  );
  expectNumbers([numberOf(training.network.weight)], [weights[3]!]);
});

test("each step attacks the current network in inference mode and trains it in training mode", () => {
  const { network, ...training } = example();
  const batches = (epoch: number): Batch[] => [pixelBatch([0.75], [0], epoch + 1)];
  adversarialTrain({ ...training, network, batches, epochs: 2 });
  expect(network.calls).toEqual([
    ["classify", 0],
    ["train", 0, 1],
    ["classify", 0.25],
    ["train", 0.25, 2],
  ]);
});

test("the attack gets the network's classifier and the whole batch", () => {
  const training = example();
  const given: (readonly [Classifier, Batch])[] = [];
  const attack: Attack = (classifier, batch) => {
    given.push([classifier, batch]);
    return tf.clone(batch.images);
  };
  adversarialTrain({ ...training, attack });
  expect(given).toHaveLength(1);
  expect(given[0]![0]).toBe(training.network.classify);
  expect(given[0]![1]).toBe(training.batch);
});

test("no gradient flows through the attack", () => {
  const training = example();
  const { weight } = training.network;
  // The image depends on the weight: x = 0.5 + w. If x were differentiated, d(w x)/dw would be 0.5 + 2 w.
  const attack: Attack = (_, { images }) => tf.add(tf.sub(images, 0.25), weight);
  weight.assign(tf.scalar(0.25));
  adversarialTrain({ ...training, attack });
  expectNumbers([numberOf(weight)], [0.25 + 0.75 / (1 + Math.exp(0.25 * 0.75))]);
});

test("with FGSM the step is taken on the perturbed pixel", () => {
  const training = { ...example(), attack: fgsmAttack };
  training.network.weight.assign(tf.scalar(2));
  // Label 0 has logit 2 x: FGSM lowers x to 0.5.
  expectNumbers(adversarialTrain(training), [Math.log1p(Math.exp(-1))]);
});

test("an attack that returns the images gives plain training and does not dispose of the batch", () => {
  const [plain, attacked] = [example(), example()];
  const attack: Attack = (_, { images }) => images;
  const losses = adversarialTrain({ ...attacked, attack, epochs: 3 });
  expect(losses).toEqual(train({ ...plain, epochs: 3 }));
  expect(valuesOf(attacked.network.weight)).toEqual(valuesOf(plain.network.weight));
  expect(attacked.batch.images.isDisposed).toBe(false);
});

test("onStep gets the returned losses, one per step", () => {
  const reported: number[] = [];
  const losses = adversarialTrain({ ...example(), epochs: 3, onStep: (loss) => reported.push(loss) });
  expect(reported).toHaveLength(3);
  expect(reported).toEqual(losses);
});

test("a loss that is not finite stops the training", () => {
  const loss: Loss = (logits, labels) => tf.mul(NaN, crossEntropy(logits, labels));
  const training = { ...example(), loss };
  const error = new Error("the loss is NaN at step 1: training has diverged");
  expectNoLeak(() => expect(() => adversarialTrain(training)).toThrow(error));
});

test("epochs that are not an integer >= 1 are rejected before any attack", () => {
  const training = example();
  for (const epochs of [0, 2.5]) {
    const error = new RangeError(`epochs is ${epochs}, expected an integer >= 1`);
    expect(() => adversarialTrain({ ...training, epochs })).toThrow(error);
  }
  expect(training.network.calls).toEqual([]);
});

test("the batches do not change and no tensor is left behind", () => {
  const training = { ...example(), attack: fgsmAttack, optimizer: tf.train.adam(0.1), epochs: 2 };
  expectUntouched([training.batch.images, training.batch.labels], () => adversarialTrain(training));
  expectNoLeak(() => adversarialTrain(training));
});

test("an error of the attack or of the step is rethrown without a leak", () => {
  const training = example();
  const fail = (): never => {
    tf.zeros([2]);
    throw new Error("not today");
  };
  expectNoLeak(() => expect(() => adversarialTrain({ ...training, attack: fail })).toThrow("not today"));
  const network = { ...training.network, classifyTraining: fail };
  expectNoLeak(() => expect(() => adversarialTrain({ ...training, network })).toThrow("not today"));
});

import * as tf from "@tensorflow/tfjs-core";
import type { Loss, Training } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { beforeAll, expect, test } from "vitest";
import { numberOf, pixelBatch, tinyNetwork } from "../../testing/networks.ts";
import { expectNoLeak, expectNumbers, expectUntouched } from "../../testing/tensors.ts";
import { crossEntropy } from "./metrics.ts";
import { train } from "./train.ts";

beforeAll(() => loadTestEngine());

/** One batch of two images: pixels 1 and 0.5, both of class 0; w starts at 0; SGD with learning rate 1. */
function example() {
  const network = tinyNetwork(0);
  const batch = pixelBatch([1, 0.5], [0, 0], 7);
  return { network, batch, loss: crossEntropy, optimizer: tf.train.sgd(1), epochs: 1, batches: () => [batch] };
}

/** The mean loss at w and its slope, by hand: log(1 + exp(-w x)) and -x / (1 + exp(w x)). */
function byHand(w: number): { readonly loss: number; readonly slope: number } {
  const mean = (term: (x: number) => number): number => (term(1) + term(0.5)) / 2;
  return { loss: mean((x) => Math.log1p(Math.exp(-w * x))), slope: mean((x) => -x / (1 + Math.exp(w * x))) };
}

test("one SGD step descends along the gradient of the mean loss and returns the loss before it", () => {
  const training = example();
  expectNumbers(train(training), [Math.LN2]);
  expectNumbers([numberOf(training.network.weight)], [0.375]); // 0 - 1 * -(1 + 0.5) / 2 / 2
});

test("the weights and losses of three epochs match gradient descent computed by hand", () => {
  const training = { ...example(), epochs: 3 };
  const weights = [0];
  for (let step = 0; step < 3; step += 1) weights.push(weights[step]! - byHand(weights[step]!).slope);
  expectNumbers(
    train(training),
    weights.slice(0, 3).map((w) => byHand(w).loss),
  );
  expectNumbers(
    training.network.calls.map(([, w]) => w),
    weights.slice(0, 3),
  );
  expectNumbers([numberOf(training.network.weight)], [weights[3]!]);
});

test("each epoch uses its batches, and each batch's seed sets the dropout mask", () => {
  const asked: number[] = [];
  const network = tinyNetwork(0);
  const batches: Training["batches"] = (epoch) => {
    asked.push(epoch);
    return [pixelBatch([1], [0], 10 * epoch + 1), pixelBatch([1], [1], 10 * epoch + 2)];
  };
  const losses = train({ ...example(), network, batches, epochs: 2 });
  expect(losses).toHaveLength(4);
  expect(asked).toEqual([0, 1]);
  expect(network.calls.map(([mode, , seed]) => [mode, seed])).toEqual([
    ["train", 1],
    ["train", 2],
    ["train", 11],
    ["train", 12],
  ]);
});

test("only the network's parameters are trained", () => {
  const training = example();
  const stranger = tf.variable(tf.scalar(1));
  const loss: Loss = (logits, labels) => tf.mul(stranger, crossEntropy(logits, labels));
  train({ ...training, loss });
  expect(numberOf(stranger)).toBe(1);
  expect(numberOf(training.network.weight)).not.toBe(0);
});

test("Adam's first step has the length of the learning rate, and many steps fit the data", () => {
  const training = { ...example(), optimizer: tf.train.adam(0.25) };
  train(training);
  // Adam divides by the size of the gradient plus about 1e-7.
  expectNumbers([numberOf(training.network.weight)], [0.25], { relative: 1e-5, absolute: 1e-6 });
  const losses = train({ ...training, epochs: 100 });
  expect(losses.at(-1)).toBeLessThan(0.05);
});

test("onStep gets the returned losses, one per step", () => {
  const reported: number[] = [];
  const losses = train({ ...example(), epochs: 3, onStep: (loss) => reported.push(loss) });
  expect(reported).toHaveLength(3);
  expect(reported).toEqual(losses);
});

test.each([NaN, Infinity])("a loss of %d stops the training and is not passed to onStep", (value) => {
  const training = { ...example(), epochs: 5 };
  const reported: number[] = [];
  const loss: Loss = (logits, labels) => tf.mul(reported.length < 2 ? 1 : value, crossEntropy(logits, labels));
  const run = (): unknown => train({ ...training, loss, onStep: (latest) => reported.push(latest) });
  expect(run).toThrow(new Error(`the loss is ${value} at step 3: training has diverged`));
  expect(reported).toHaveLength(2);
});

test("epochs that are not an integer >= 1 are rejected before any step", () => {
  const training = example();
  for (const epochs of [0, -1, 1.5, NaN]) {
    const error = new RangeError(`epochs is ${epochs}, expected an integer >= 1`);
    expect(() => train({ ...training, epochs })).toThrow(error);
  }
  expect(training.network.calls).toEqual([]);
});

test("the batches do not change and no tensor is left behind", () => {
  const training = { ...example(), optimizer: tf.train.adam(0.1), epochs: 2 };
  expectUntouched([training.batch.images, training.batch.labels], () => train(training));
  expectNoLeak(() => train(training));
});

test("an error or a divergence stops the iteration over the batches and leaves no tensors behind", () => {
  const training = example();
  let closed = 0;
  const batches = function* () {
    try {
      yield training.batch;
    } finally {
      closed += 1;
    }
  };
  const fail = (): never => {
    tf.zeros([2]);
    throw new Error("no logits today");
  };
  const broken = { ...training, batches, network: { ...training.network, classifyTraining: fail } };
  expectNoLeak(() => expect(() => train(broken)).toThrow("no logits today"));
  const loss: Loss = (logits, labels) => tf.mul(NaN, crossEntropy(logits, labels));
  expectNoLeak(() => expect(() => train({ ...training, batches, loss })).toThrow("training has diverged"));
  expect(closed).toBe(10);
});

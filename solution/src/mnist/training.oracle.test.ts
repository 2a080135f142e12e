import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { networkFrom, type Attack, type Batch, type Network, type Training } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { beforeAll } from "vitest";
import { readVectors, type Given } from "../../testing/oracle.ts";
import { expectNumbers, valuesOf } from "../../testing/tensors.ts";
import { testVectors } from "../../testing/vector-tests.ts";
import { adversarialTrain, crossEntropy, fgsm, train } from "../index.ts";

/*
 * Compares the solution's training with PyTorch's Adam, on batches attacked by Foolbox's FGSM in adversarial training. Both
 * compute in double precision (fixtures/oracle/python/training.py).
 */

/**
 * Adam divides gradients by their size, so each of the 6 steps of up to .05 has the gradients' relative error; measured:
 * 2.8e-6.
 */
const TRAINED = { relative: 1e-5, absolute: 5e-6 };

beforeAll(() => loadTestEngine());

testVectors(await readVectors("training"), {
  train: { cases: 1, compare: (given) => compareTraining(given, train) },
  adversarialTrain: { cases: 1, compare: adversarial },
});

function adversarial(given: Given): void {
  const epsilon = given.number("epsilon");
  const attack: Attack = (classifier, { images, labels }) =>
    fgsm({ classifier, loss: crossEntropy, images, labels, epsilon });
  compareTraining(given, (training) => adversarialTrain({ ...training, attack }));
}

function compareTraining(given: Given, trainWith: (training: Training) => number[]): void {
  const parameters = {
    weights: tf.variable(given.tensor<Rank.R2>("weights")),
    bias: tf.variable(given.tensor<Rank.R1>("bias")),
  };
  // PyTorch's epsilon, 1e-8.
  const optimizer = tf.train.adam(given.number("learningRate"), 0.9, 0.999, 1e-8);
  const [network, batches] = [softmaxRegression(parameters), batchesOf(given)];
  const losses = trainWith({
    ...{ network, loss: crossEntropy, optimizer },
    epochs: given.number("epochs"),
    batches: () => batches,
  });
  expectNumbers(losses, given.numbers("losses"), TRAINED);
  expectNumbers(valuesOf(parameters.weights), given.numbers("trainedWeights"), TRAINED);
  expectNumbers(valuesOf(parameters.bias), given.numbers("trainedBias"), TRAINED);
}

function softmaxRegression(parameters: Parameters<typeof networkFrom<Regression>>[0]): Network {
  return networkFrom<Regression>(parameters, ({ weights, bias }, images) =>
    tf.add(tf.matMul(tf.reshape<Rank.R2>(images, [images.shape[0], weights.shape[0]]), weights), bias),
  );
}

interface Regression {
  readonly weights: Tensor2D;
  readonly bias: Tensor1D;
}

/** Images [batches, n, h, w, c] and labels [batches, n]. */
function batchesOf(given: Given): Batch[] {
  const images = tf.unstack(given.tensor<Rank.R5>("images")) as Tensor4D[];
  const labels = tf.unstack(tf.cast(given.tensor<Rank.R2>("labels"), "int32")) as Tensor1D[];
  return images.map((batch, index) => ({ images: batch, labels: labels[index]!, seed: index + 1 }));
}

import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor2D } from "@tensorflow/tfjs-core";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { beforeAll, expect } from "vitest";
import { readVectors, type Given } from "../../testing/oracle.ts";
import { expectNumbers, expectTensor, valuesOf } from "../../testing/tensors.ts";
import { testVectors } from "../../testing/vector-tests.ts";
import { accuracy, crossEntropy, hingeLoss, logisticLoss, stepL2, stepLinf } from "../index.ts";

/* Compares the solution with PyTorch's losses and norms in double precision (fixtures/oracle/python/losses.py). */

/** Elementwise, so relative only: the logistic loss is 1.8e-35 at a margin of 80. */
const ELEMENTWISE = { relative: 1e-5, absolute: 0 };
/** The softmax minus 1 at the label: a difference of numbers up to 1, each rounded by 2^-24. */
const SOFTMAX = { relative: 1e-5, absolute: 2 ** -22 };

beforeAll(() => loadTestEngine());

testVectors(await readVectors("losses"), {
  marginLoss: { cases: 2, compare: marginLoss },
  crossEntropy: { cases: 3, compare: meanCrossEntropy },
  accuracy: { cases: 3, compare: fractionRight },
  step: { cases: 4, compare: step },
});

function marginLoss(given: Given): void {
  const loss = given.choice("loss", { hinge: hingeLoss, logistic: logisticLoss });
  expectNumbers(valuesOf(loss(given.tensor<Rank.R1>("margins"))), given.numbers("losses"), ELEMENTWISE);
}

function meanCrossEntropy(given: Given): void {
  const [logits, labels] = [given.tensor<Rank.R2>("logits"), given.tensor<Rank.R1>("labels")];
  expectTensor(crossEntropy(logits, labels), [], [given.number("loss")]);
  const gradient = tf.grad((z) => crossEntropy(z as Tensor2D, labels))(logits);
  expectNumbers(valuesOf(gradient), given.numbers("gradient"), SOFTMAX);
}

function fractionRight(given: Given): void {
  const measured = accuracy(given.tensor<Rank.R2>("logits"), given.tensor<Rank.R1>("labels"));
  // One row changes the accuracy by at least a tenth; a mean in float32 is rounded by 6e-8.
  expect(measured).toBeCloseTo(given.number("accuracy"), 6);
}

function step(given: Given): void {
  const stepIn = given.choice("norm", { l2: stepL2, linf: stepLinf });
  const displacement = stepIn(given.tensor<Rank.R4>("gradient"), given.number("alpha"));
  expectNumbers(valuesOf(displacement), given.numbers("step"), ELEMENTWISE);
}

import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Tensor4D } from "@tensorflow/tfjs-core";
import type { Classifier, Projection } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { beforeAll, expect } from "vitest";
import { hingeDerivative, logisticDerivative } from "../../testing/linear.ts";
import { lenetOf, pytorchLogisticRegression } from "../../testing/oracle-networks.ts";
import { readVectors, type Given } from "../../testing/oracle.ts";
import { expectNumbers, rowsOf, valuesOf } from "../../testing/tensors.ts";
import { testVectors } from "../../testing/vector-tests.ts";
import {
  crossEntropy,
  fgsm,
  fgsmEqualsMaximiser,
  fgsmLinear,
  innerMaximiserLinf,
  pgd,
  projectL2,
  projectLinf,
  stepL2,
  stepLinf,
} from "../index.ts";

/*
 * Compares the solution with Foolbox (double precision) and the Adversarial Robustness Toolbox (float32): FGSM and PGD on
 * a LeNet with random weights and on PyTorch's logistic regression (fixtures/oracle/python/attacks.py).
 */

/** Relative to the largest entry of the image's gradient: entries are sums of hundreds of float32 products. */
const GRADIENT = 2e-6;
/** In addition: p - 1 is off by up to 2^-23 in float32, and is multiplied by weights of about 1. */
const PROBABILITY_ROUNDING = 2 ** -22;
/** The sign of an entry below this fraction of the largest is noise in float32; the chosen images have no such entry. */
const NOISE = 1e-5;
/** Logits are sums of up to 784 products. */
const LOGITS = { relative: 1e-5, absolute: 1e-5 };
/** Each step adds a few numbers up to 1 to a pixel, each rounded by 6e-8; the error of an l2 step itself is smaller. */
const PIXELS = { relative: 0, absolute: 1e-6 };

const vectors = await readVectors("attacks");
const classifiers: Record<string, Classifier> = {};

beforeAll(async () => {
  await loadTestEngine();
  classifiers["lenet"] = lenetOf(vectors).classify;
  classifiers["logreg"] = (await pytorchLogisticRegression()).classify;
});

testVectors(vectors, {
  logits: { cases: 2, compare: logits },
  gradient: { cases: 2, compare: gradient },
  fgsm: { cases: 8, compare: fastGradientSign },
  pgd: { cases: 12, compare: projectedGradient },
  fgsmLinear: { cases: 2, compare: fastGradientSignLinear },
  projection: { cases: 4, compare: projection },
});

function logits(given: Given): void {
  const found = classifierOf(given)(given.tensor<Rank.R4>("images"));
  expect(found.shape).toEqual([3, 10]);
  expectNumbers(valuesOf(found), given.numbers("logits"), LOGITS);
}

/** The gradient of the sum of the losses, n times that of their mean, contains the gradient of each image. */
function gradient(given: Given): void {
  const [classifier, images, labels] = attackedBy(given);
  const found = tf.grad((x) => tf.mul(labels.size, crossEntropy(classifier(x as Tensor4D), labels)))(images);
  const expected = rowsOf(given.tensor("gradient"));
  for (const [image, row] of rowsOf(found).entries()) {
    const largest = Math.max(...expected[image]!.map(Math.abs));
    expectNumbers(row, expected[image]!, { relative: 0, absolute: GRADIENT * largest + PROBABILITY_ROUNDING });
  }
}

function fastGradientSign(given: Given): void {
  const [classifier, images, labels] = attackedBy(given);
  for (const row of rowsOf(given.tensor("gradient"))) {
    const sizes = row.map(Math.abs).filter((size) => size > 0);
    expect(Math.min(...sizes) / Math.max(...sizes), "smallest entry relative to the largest").toBeGreaterThan(NOISE);
  }
  const found = fgsm({ classifier, loss: crossEntropy, images, labels, epsilon: given.number("epsilon") });
  expectNumbers(valuesOf(found), given.numbers("attacked"), PIXELS);
}

function projectedGradient(given: Given): void {
  const [classifier, images, labels] = attackedBy(given);
  const [alpha, start] = [given.number("alpha"), given.tensor<Rank.R4>("start")];
  const stepIn = given.choice("norm", { l2: stepL2, linf: stepLinf });
  const found = pgd({
    ...{ classifier, loss: crossEntropy, images, labels, seed: 1, steps: given.number("steps") },
    start: () => start,
    step: (ascent) => stepIn(ascent, alpha),
    project: projectionOf(given),
  });
  expectNumbers(valuesOf(found), given.numbers("attacked"), PIXELS);
}

/** Without a box FGSM gives the maximiser of exercise 1.5, except at points where the hinge is flat. */
function fastGradientSignLinear(given: Given): void {
  const lossDerivative = given.choice("loss", { hinge: hingeDerivative, logistic: logisticDerivative });
  const epsilon = given.number("epsilon");
  const problem = { w: given.tensor<Rank.R1>("w"), x: given.tensor<Rank.R2>("x"), y: given.tensor<Rank.R1>("y") };
  const attacked = rowsOf(given.tensor("attacked"));
  expectNumbers(valuesOf(fgsmLinear({ ...problem, epsilon, lossDerivative })), attacked.flat(), PIXELS);
  const maximisers = rowsOf(innerMaximiserLinf({ ...problem, epsilon }));
  const same = attacked.map((row, i) => row.every((value, j) => Math.abs(value - maximisers[i]![j]!) < 1e-6));
  expect(valuesOf(fgsmEqualsMaximiser({ ...problem, lossDerivative }))).toEqual(same.map(Number));
}

function projection(given: Given): void {
  const found = projectionOf(given)(given.tensor<Rank.R4>("candidate"), given.tensor<Rank.R4>("images"));
  expectNumbers(valuesOf(found), given.numbers("projected"), PIXELS);
}

/**
 * Foolbox projects onto the ball and then clips to the box, as the exercise does. The toolbox clips first. A point of the box
 * stays in it when it moves towards the centre, so clipping before our projection reproduces the toolbox's order.
 */
function projectionOf(given: Given): Projection {
  const project = given.choice("norm", { l2: projectL2, linf: projectLinf });
  const epsilon = given.number("epsilon");
  return given.choice<Projection>("order", {
    "ball, box": (candidate, images) => project(candidate, images, epsilon),
    "box, ball": (candidate, images) => project(tf.clipByValue(candidate, 0, 1), images, epsilon),
  });
}

function attackedBy(given: Given): [Classifier, Tensor4D, tf.Tensor1D] {
  return [classifierOf(given), given.tensor<Rank.R4>("images"), given.tensor<Rank.R1>("labels")];
}

function classifierOf(given: Given): Classifier {
  return given.choice("network", classifiers);
}

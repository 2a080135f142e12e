import * as tf from "@tensorflow/tfjs-core";
import type { Rank, Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import type { Attack, Batch, Classifier, LinearProblem, Loss, Network } from "@robustness-lab/fixtures";
import { expect } from "vitest";

/*
 * Helpers of the tests. None of them calls your code: if a test of `pgd` needs a loss, a step or a projection, it uses one
 * from here, so a mistake in one exercise fails the tests of that exercise only.
 */

/** A number or nested lists of numbers, as `tensor.arraySync()` returns them. */
export type Nested = number | readonly Nested[];

/** Compares shapes first, because values in a wrong shape are meaningless, then values within the tolerance. */
export function expectTensor(actual: Tensor, expected: Nested, tolerance = 1e-5): void {
  expectReturned(actual);
  expect({ shape: actual.shape }).toEqual({ shape: shapeOf(expected) });
  expectNumbers(values(actual), flatten(expected), tolerance);
}

/** Compares lists of numbers within the tolerance: float32 has about 7 digits, so equality would be too strict. */
export function expectNumbers(actual: readonly number[], expected: readonly number[], tolerance = 1e-5): void {
  // Numbers within the tolerance are copied, so that a failure shows only the numbers that are off.
  const wanted = expected.map((value, index) => {
    const found = actual[index] ?? NaN;
    return Math.abs(found - value) <= tolerance ? found : value;
  });
  expect(actual.map(shortest)).toEqual(wanted.map(shortest));
}

/** Compares two numbers within the tolerance. The name says what the number is. */
export function expectNumber(name: string, actual: number, expected: number, tolerance = 1e-5): void {
  const isClose = Math.abs(actual - expected) <= tolerance;
  expect(shortest(actual), name).toBe(isClose ? shortest(actual) : expected);
}

/** The values of a tensor as a flat list, row by row. */
export function values(tensor: Tensor): number[] {
  expectReturned(tensor);
  return [...tensor.dataSync()].map(shortest);
}

/** Six digits: 0.1546, not 0.15459999442100525, since a float32 has about seven. What is not a number stays as it is. */
function shortest(value: number): number {
  return typeof value === "number" ? Number(value.toPrecision(6)) : value;
}

/** A function without `return` returns undefined. The test's name says which function it is: "1.1 hingeLoss > is 0". */
function expectReturned(actual: Tensor | undefined): void {
  if (actual !== undefined) return;
  const name = /^[\d.]+ (\w+)/.exec(expect.getState().currentTestName ?? "")?.[1] ?? "a function";
  throw new Error(`${name} returned undefined, not a tensor: is a "return" missing?`);
}

/** A linear problem: points x with their labels y, and a linear model w. */
export function linearProblem(w: number[], x: number[][], y: number[]): LinearProblem {
  return { w: tf.tensor1d(w), x: tf.tensor2d(x), y: tf.tensor1d(y) };
}

/** A decreasing loss of the margin that is easy to invert: l(z) = -z. */
export function minusMargin(margins: Tensor1D): Tensor1D {
  return tf.neg(margins);
}

/** w·x in plain JavaScript. */
export function dot(left: readonly number[], right: readonly number[]): number {
  const products = left.map((entry, place) => entry * (right[place] ?? 0));
  return products.reduce((sum, product) => sum + product, 0);
}

/** Images of one row each: [[0.1, 0.2], [0.3, 0.4]] is two images of 1 x 2 grey pixels, a tensor [2, 1, 2, 1]. */
export function rowImages(rows: number[][]): Tensor4D {
  return tf.tensor4d(rows.flat(), [rows.length, 1, rows[0]?.length ?? 0, 1]);
}

/** A batch of images of one row each. */
export function rowBatch(rows: number[][], labels: number[], seed = 1): Batch {
  return { images: rowImages(rows), labels: classes(labels), seed };
}

/** Class labels as integers, as in the data set. */
export function classes(labels: number[]): Tensor1D {
  return tf.tensor1d(labels, "int32");
}

/** A classifier whose logit of class k is the dot product of the pixels with the k-th list of weights. */
export function linearClassifier(weightsByClass: number[][]): Classifier {
  const weights = tf.transpose<Tensor2D>(tf.tensor2d(weightsByClass));
  return (images) => tf.matMul(tf.reshape<Rank.R2>(images, [images.shape[0], -1]), weights);
}

/** Class 1 where the first pixel is brighter than 0.5, else class 0. */
export const bright: Classifier = (images) =>
  tf.tidy(() => {
    const first = tf.slice(images, [0, 0, 0, 0], [-1, 1, 1, 1]);
    return tf.concat([tf.fill([images.shape[0], 1], 0.5), tf.reshape<Rank.R2>(first, [-1, 1])], 1);
  });

/** A nonlinear classifier: the logit of class 0 is (pixel - bottom)^2, that of class 1 is always -1. */
export function valley(bottom: number): Classifier {
  return (images) => {
    const pixels = tf.reshape<Rank.R2>(images, [-1, 1]);
    const distances = tf.square<Tensor2D>(tf.sub<Tensor2D>(pixels, bottom));
    return tf.concat<Tensor2D>([distances, tf.fill<Rank.R2>([images.shape[0], 1], -1)], 1);
  };
}

/** A loss J that is large where the true class has a small logit: minus the mean true logit. */
export const minusTrueLogit: Loss = (logits, labels) => {
  const isTrue = tf.oneHot(labels, logits.shape[1]);
  return tf.div<Scalar>(tf.sum(tf.mul(isTrue, logits)), -labels.size);
};

/** The fraction of rows whose largest logit is that of the label, counted in plain JavaScript. */
export function countedAccuracy(logits: Tensor2D, labels: Tensor1D): number {
  const rows = logits.arraySync();
  const right = values(labels).filter((label, index) => {
    const row = rows[index] ?? [];
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / rows.length;
}

/** An attack that inverts every image: black becomes white, white becomes black. */
export const negative: Attack = (_classifier, { images }) => tf.sub(1, images);

/** The mean squared difference between the only logit and the label. Training with it is easy to check by hand. */
export const squaredError: Loss = (logits, labels) =>
  tf.mean<Scalar>(tf.square(tf.sub(tf.reshape(logits, [-1]), tf.cast(labels, "float32"))));

/** A network with one parameter p and one logit, p times the first pixel. It records how it was called. */
export interface TinyNetwork extends Network {
  readonly p: () => number;
  /** The number of calls in inference mode. */
  readonly inferences: () => number;
  /** The seeds of the calls in training mode, in order. */
  readonly trainingSeeds: readonly number[];
}

/** Makes a tiny network with p = 0. */
export function tinyNetwork(): TinyNetwork {
  const parameter = tf.variable(tf.tensor1d([0]));
  const trainingSeeds: number[] = [];
  let inferences = 0;
  const logits = (images: Tensor4D) => tf.mul<Tensor2D>(tf.reshape<Rank.R2>(images, [-1, 1]), parameter);
  return {
    parameters: [parameter],
    classify: (images) => {
      inferences += 1;
      return logits(images);
    },
    classifyTraining: (images, seed) => {
      trainingSeeds.push(seed);
      return logits(images);
    },
    p: () => values(parameter)[0] ?? NaN,
    inferences: () => inferences,
    trainingSeeds,
  };
}

function shapeOf(nested: Nested): number[] {
  return typeof nested === "number" ? [] : [nested.length, ...shapeOf(nested[0] ?? 0)];
}

function flatten(nested: Nested): number[] {
  return typeof nested === "number" ? [nested] : nested.flatMap(flatten);
}

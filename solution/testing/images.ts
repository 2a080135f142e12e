import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import type { Classifier } from "@robustness-lab/fixtures";
import { randomFrom } from "@robustness-lab/fixtures";
import fc from "fast-check";
import { uniform, valuesOf } from "./tensors.ts";

/** Images [n, 1, d, 1] from rows of d pixels, few enough to be written in a test. */
export function rowImages(rows: readonly (readonly number[])[]): Tensor4D {
  return tf.tensor4d(rows.flat(), [rows.length, 1, rows[0]?.length ?? 0, 1]);
}

/** Random images [n, 2, 3, 1]; each pixel is black, white or grey with equal probability. */
export function randomImages(n: number, seed: number): Tensor4D {
  const random = randomFrom(seed);
  return tf.tensor4d(
    Array.from({ length: n * 6 }, () => Math.min(1, Math.max(0, random.uniform(-1, 2)))),
    [n, 2, 3, 1],
  );
}

/** Random int32 labels [n] in 0 .. classes - 1. */
export function randomLabels(n: number, classes: number, seed: number): Tensor1D {
  const random = randomFrom(seed);
  return tf.tensor1d(
    Array.from({ length: n }, () => random.integer(0, classes - 1)),
    "int32",
  );
}

/** The classifier with logits = flattened images times weights [d, k]. */
function linearClassifier(weights: Tensor2D): Classifier {
  return (images) => tf.matMul(tf.reshape(images, [-1, weights.shape[0]]), weights);
}

/** The binary linear model w·x of Problem 1: its cross-entropy is the logistic loss of the margin. */
export function binaryClassifier(w: readonly number[]): Classifier {
  return linearClassifier(
    tf.tensor2d(
      w.flatMap((weight) => [0, weight]),
      [w.length, 2],
    ),
  );
}

/** A smooth nonlinear classifier of `randomImages` into three classes. */
export function smoothClassifier(seed: number): Classifier {
  const first = uniform<tf.Rank.R2>([6, 5], seed, -2, 2);
  const second = uniform<tf.Rank.R2>([5, 3], seed + 1, -2, 2);
  return (images) => tf.matMul(tf.tanh(tf.matMul(tf.reshape(images, [-1, 6]), first)), second);
}

/** Sizes, seeds and radii of random attacks. */
export const attacks = fc.record({
  n: fc.integer({ min: 1, max: 4 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  epsilon: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
});

/** Splits a batch [n, ...] into n single images [1, ...]. */
export function singles<R extends tf.Rank>(batch: tf.Tensor<R>): tf.Tensor<R>[] {
  return tf.split(batch, batch.shape[0]);
}

/** The distance of each image from its clean image. */
export function distances(moved: Tensor4D, images: Tensor4D, norm: "l2" | "linf"): number[] {
  const delta = tf.sub<Tensor4D>(moved, images);
  const axes = [1, 2, 3];
  return valuesOf(norm === "linf" ? tf.max(tf.abs(delta), axes) : tf.sqrt(tf.sum(tf.square(delta), axes)));
}

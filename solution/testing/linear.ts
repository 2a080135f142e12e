import * as tf from "@tensorflow/tfjs-core";
import { randomFrom, type LinearAttackProblem, type MarginLoss } from "@robustness-lab/fixtures";
import fc from "fast-check";
import { rowsOf, uniform, valuesOf } from "./tensors.ts";

/** Random small problems with radii from 0 to 2. */
export const attackProblems: fc.Arbitrary<LinearAttackProblem> = fc
  .record({
    n: fc.integer({ min: 1, max: 5 }),
    d: fc.integer({ min: 1, max: 6 }),
    seed: fc.integer({ min: 1, max: 1e6 }),
    epsilon: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2, noNaN: true })),
  })
  .map(({ n, d, seed, epsilon }) => ({
    w: uniform<tf.Rank.R1>([d], seed, -2, 2),
    x: uniform<tf.Rank.R2>([n, d], seed + 1, -2, 2),
    y: tf.sign(uniform<tf.Rank.R1>([n], seed + 2)),
    epsilon,
  }));

/** The derivative of the hinge loss: -1 below 1, else 0. */
export const hingeDerivative: MarginLoss = (z) => tf.neg(tf.step(tf.sub<tf.Tensor1D>(1, z)));

/** The derivative of the logistic loss: -sigmoid(-z). */
export const logisticDerivative: MarginLoss = (z) => tf.neg(tf.sigmoid(tf.neg(z)));

/** Margins y_i w·x_i in double precision. */
export function marginsOf({ w, x, y }: Pick<LinearAttackProblem, "w" | "x" | "y">): number[] {
  const [weights, signs] = [valuesOf(w), valuesOf(y)];
  return rowsOf(x).map((row, i) => (signs[i] as number) * dot(row, weights));
}

/** The norms of w in double precision. */
export function normsOf(w: tf.Tensor): { readonly l1: number; readonly l2: number } {
  const values = valuesOf(w);
  return { l1: values.reduce((sum, value) => sum + Math.abs(value), 0), l2: Math.sqrt(dot(values, values)) };
}

/** A random point on the ball around each x_i: often a corner or an edge in l_inf, a point of the sphere in l2. */
export function pointsOfBall({ x, epsilon }: LinearAttackProblem, norm: "l2" | "linf", seed: number): tf.Tensor2D {
  const random = randomFrom(seed);
  const moved = rowsOf(x).flatMap((row) => {
    const delta = row.map(() => (norm === "l2" ? random.normal() : Math.min(1, Math.max(-1, random.normal()))));
    const length = norm === "l2" ? Math.sqrt(dot(delta, delta)) : 1;
    return row.map((value, j) => value + (epsilon * (delta[j] as number)) / length);
  });
  return tf.tensor2d(moved, x.shape);
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] as number), 0);
}

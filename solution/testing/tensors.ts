import * as tf from "@tensorflow/tfjs-core";
import type { Rank, ShapeMap, Tensor } from "@tensorflow/tfjs-core";
import { randomFrom } from "@robustness-lab/fixtures";
import { expect } from "vitest";

/** Properties are tested on the same 50 examples each time. */
export const RUNS = { seed: 9, numRuns: 50 };

/** A tensor drawn from U(low, high). */
export function uniform<R extends Rank>(shape: ShapeMap[R], seed: number, low = -1, high = 1): tf.Tensor<R> {
  const random = randomFrom(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor<R>(
    Float32Array.from({ length: size }, () => random.uniform(low, high)),
    shape,
  );
}

/** The values of a tensor, row-major. */
export function valuesOf(tensor: Tensor): number[] {
  return [...tensor.dataSync<"float32">()];
}

/** The rows of a tensor [n, ...], each flattened. */
export function rowsOf(tensor: Tensor): number[][] {
  const values = valuesOf(tensor);
  const [count = 0] = tensor.shape;
  return Array.from({ length: count }, (_, row) =>
    values.slice((row * values.length) / count, ((row + 1) * values.length) / count),
  );
}

/**
 * Compares the shape, then the values: |actual - expected| <= 1e-5 |expected| + 1e-6. A float32 number is rounded by 6e-8 of
 * its size; the error of a sum of a few dozen terms around 1 is well below ten times that.
 */
export function expectTensor(actual: Tensor, shape: readonly number[], expected: readonly number[]): void {
  expect(actual.shape).toEqual(shape);
  expect(actual.dtype).toBe("float32");
  expectNumbers(valuesOf(actual), expected);
}

/** Like `expectTensor`, for plain numbers and other tolerances. */
export function expectNumbers(
  actual: readonly number[],
  expected: readonly number[],
  { relative, absolute } = { relative: 1e-5, absolute: 1e-6 },
): void {
  expect(actual).toHaveLength(expected.length);
  const worst = { index: -1, actual: 0, expected: 0, excess: 0 };
  for (const [index, wanted] of expected.entries()) {
    const got = actual[index] as number;
    const excess = Math.abs(got - wanted) - (relative * Math.abs(wanted) + absolute);
    if (!(excess <= worst.excess)) Object.assign(worst, { index, actual: got, expected: wanted, excess });
  }
  expect(worst, "largest difference beyond the tolerance").toMatchObject({ index: -1 });
}

/** Expects that calls leave no tensors, after two warm-up calls that may fill caches. The call must dispose of its results. */
export function expectNoLeak(call: () => void): void {
  for (let warmUp = 0; warmUp < 2; warmUp += 1) call();
  const before = tf.memory().numTensors;
  for (let run = 0; run < 3; run += 1) call();
  expect(tf.memory().numTensors - before, "tensors left by three calls").toBe(0);
}

/** Expects that a call leaves tensors bit-identical and does not dispose of them. */
export function expectUntouched(tensors: readonly Tensor[], call: () => void): void {
  const before = tensors.map((tensor) => tensor.dataSync().slice());
  call();
  expect(tensors.map((tensor) => tensor.isDisposed)).toEqual(tensors.map(() => false));
  expect(tensors.map((tensor) => tensor.dataSync())).toEqual(before);
}

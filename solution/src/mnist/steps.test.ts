import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { loadTestEngine, TEST_ENGINE } from "@robustness-lab/fixtures/engine/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { attacks, distances, rowImages } from "../../testing/images.ts";
import { expectNoLeak, expectTensor, expectUntouched, RUNS, uniform, valuesOf } from "../../testing/tensors.ts";
import { stepL2, stepLinf } from "./pgd.ts";

beforeAll(() => loadTestEngine());

test("an l_inf step is alpha times the sign of the gradient, with sign(0) = 0", () => {
  expectTensor(stepLinf(rowImages([[3, 0, -1e-30, 1e30]]), 0.25), [1, 1, 4, 1], [0.25, 0, -0.25, 0.25]);
});

test("an l2 step has length alpha along the gradient of each image", () => {
  const gradient = rowImages([
    [3, -4],
    [0, 0.5],
  ]);
  expectTensor(stepL2(gradient, 0.5), [2, 1, 2, 1], [0.3, -0.4, 0, 0.5]);
});

test("an l2 step is 0 where the gradient is 0, for that image only", () => {
  const gradient = rowImages([
    [0, 0],
    [3, 4],
  ]);
  expectTensor(stepL2(gradient, 1), [2, 1, 2, 1], [0, 0, 0.6, 0.8]);
});

/** TensorFlow treats subnormal numbers as 0. */
const SUBNORMAL = TEST_ENGINE === "wasm" ? [1e-40] : [];

test.each([...SUBNORMAL, 1e-30, 1e-9, 1e3, 1e30])("an l2 step along a gradient of size %d has length alpha", (size) => {
  // 1e-40 is subnormal in float32 and has five digits.
  const step = valuesOf(stepL2(rowImages([[3 * size, -4 * size]]), 0.5));
  expect(step[0]).toBeCloseTo(0.3, 4);
  expect(step[1]).toBeCloseTo(-0.4, 4);
});

describe.each([
  ["stepLinf", stepLinf, "linf"],
  ["stepL2", stepL2, "l2"],
] as const)("%s", (_, step, norm) => {
  test("has length alpha, and no displacement of this length increases g·delta more", () => {
    fc.assert(
      fc.property(attacks, ({ n, seed, epsilon: alpha }) => {
        const gradient = uniform<tf.Rank.R4>([n, 2, 3, 1], seed);
        const displacement = step(gradient, alpha);
        expectTensor(tf.tensor1d(distances(displacement, tf.zeros([n, 2, 3, 1]), norm)), [n], new Array(n).fill(alpha));
        const other = step(uniform<tf.Rank.R4>([n, 2, 3, 1], seed + 1), alpha);
        const climb = (delta: Tensor4D): number[] => valuesOf(tf.sum(tf.mul(gradient, delta), [1, 2, 3]));
        climb(other).forEach((rise, i) => expect(rise).toBeLessThanOrEqual(climb(displacement)[i]! + 1e-6));
      }),
      RUNS,
    );
  });

  test("rejects wrong shapes and values out of range", () => {
    const gradient = rowImages([[1, 2]]);
    const flat = new TypeError("gradient has shape [2], expected [n, height, width, channels]");
    expect(() => step(tf.zeros([2]) as never, 1)).toThrow(flat);
    const backwards = new RangeError("alpha is -1, expected a finite number >= 0");
    expect(() => step(gradient, -1)).toThrow(backwards);
    const infinite = new RangeError("the gradient holds Infinity at index 1, expected a finite number");
    expectNoLeak(() => expect(() => tf.tidy(() => step(rowImages([[1, Infinity]]), 1))).toThrow(infinite));
  });

  test("does not change the gradient and leaves no tensors behind", () => {
    const gradient = rowImages([[1, -2]]);
    expectUntouched([gradient], () => step(gradient, 0.1));
    expectNoLeak(() => step(gradient, 0.1).dispose());
  });
});

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { attacks, distances, randomImages, rowImages, singles } from "../../testing/images.ts";
import { expectNoLeak, expectTensor, expectUntouched, RUNS, uniform, valuesOf } from "../../testing/tensors.ts";
import { projectL2, projectLinf } from "./projections.ts";

beforeAll(() => loadTestEngine());

test("l_inf: each pixel is clipped to within epsilon of the image's and to [0, 1]", () => {
  const images = rowImages([[0.5, 0.5, 0.5, 0.9, 0.1]]);
  const candidate = rowImages([[0.9, -3, 0.55, 2, -2]]);
  expectTensor(projectLinf(candidate, images, 0.2), [1, 1, 5, 1], [0.7, 0.3, 0.55, 1, 0]);
});

test("l2: displacements longer than epsilon are shortened, for each image separately", () => {
  const images = rowImages([
    [0.5, 0.5],
    [0.5, 0.5],
  ]);
  // Displacements (3, 4) and (0.03, 0.04), of length 5 and 0.05.
  const candidate = rowImages([
    [3.5, 4.5],
    [0.53, 0.54],
  ]);
  expectTensor(projectL2(candidate, images, 0.1), [2, 1, 2, 1], [0.56, 0.58, 0.53, 0.54]);
});

test("l2: the result stays in the box too", () => {
  expectTensor(projectL2(rowImages([[4, 3]]), rowImages([[1, 0]]), 0.5), [1, 1, 2, 1], [1, 0.35355339]);
});

test("l2: the norm of an image is taken over all its axes", () => {
  const images = tf.fill<tf.Rank.R4>([1, 2, 2, 1], 0.5);
  const candidate = tf.fill<tf.Rank.R4>([1, 2, 2, 1], 1);
  // A displacement of (.5, .5, .5, .5) has length 1.
  expectTensor(projectL2(candidate, images, 0.2), [1, 2, 2, 1], [0.6, 0.6, 0.6, 0.6]);
});

describe.each([
  ["projectLinf", projectLinf, "linf"],
  ["projectL2", projectL2, "l2"],
] as const)("%s", (_, project, norm) => {
  test("returns points in the ball and in the box", () => {
    fc.assert(
      fc.property(attacks, ({ n, seed, epsilon }) => {
        const images = randomImages(n, seed);
        const projected = project(uniform<tf.Rank.R4>([n, 2, 3, 1], seed, -3, 4), images, epsilon);
        expect(projected.shape).toEqual([n, 2, 3, 1]);
        const values = valuesOf(projected);
        expect([Math.min(...values) >= 0, Math.max(...values) <= 1]).toEqual([true, true]);
        // Six pixels near 1, each rounded by 6e-8.
        for (const distance of distances(projected, images, norm)) {
          expect(distance).toBeLessThanOrEqual(epsilon + 5e-7);
        }
      }),
      RUNS,
    );
  });

  test("is idempotent: an allowed candidate is returned unchanged", () => {
    fc.assert(
      fc.property(attacks, ({ n, seed, epsilon }) => {
        const images = randomImages(n, seed);
        const once = project(uniform<tf.Rank.R4>([n, 2, 3, 1], seed, -3, 4), images, epsilon);
        expectTensor(project(once, images, epsilon), [n, 2, 3, 1], valuesOf(once));
      }),
      RUNS,
    );
  });

  test("does not move an inner point", () => {
    fc.assert(
      fc.property(attacks, ({ n, seed }) => {
        const images = randomImages(n, seed);
        const inner = tf.clipByValue(tf.add<Tensor4D>(images, uniform([n, 2, 3, 1], seed, -0.1, 0.1)), 0, 1);
        expectTensor(project(inner, images, 0.3), [n, 2, 3, 1], valuesOf(inner));
      }),
      RUNS,
    );
  });

  test("gives a batch the same result as its images one by one", () => {
    fc.assert(
      fc.property(attacks, ({ n, seed, epsilon }) => {
        const images = randomImages(n, seed);
        const candidate = uniform<tf.Rank.R4>([n, 2, 3, 1], seed, -3, 4);
        const alone = singles(candidate).map((one, i) => project(one, singles(images)[i]!, epsilon));
        expect(valuesOf(project(candidate, images, epsilon))).toEqual(alone.flatMap(valuesOf));
      }),
      RUNS,
    );
  });

  test("a candidate at the centre stays there, for every radius", () => {
    const images = rowImages([[0, 0.25, 1]]);
    for (const epsilon of [0, 1e-9, 0.3]) {
      expect(valuesOf(project(images, images, epsilon))).toEqual([0, 0.25, 1]);
    }
  });

  test("a radius of 0 returns the images", () => {
    const images = rowImages([[0, 0.25, 1]]);
    expect(valuesOf(project(rowImages([[0.5, -7, 1e6]]), images, 0))).toEqual([0, 0.25, 1]);
  });

  test("rejects wrong shapes and values out of range", () => {
    const images = rowImages([[0.5, 0.5]]);
    const flat = new TypeError("images has shape [1, 2], expected [n, height, width, channels]");
    expect(() => project(images, tf.zeros([1, 2]) as never, 0.1)).toThrow(flat);
    const other = new TypeError("candidate has shape [1, 1, 3, 1], expected [1, 1, 2, 1]");
    expect(() => project(rowImages([[0, 0, 0]]), images, 0.1)).toThrow(other);
    const bright = new RangeError("images holds 2 at index 1, expected a pixel in [0, 1]");
    expect(() => project(images, rowImages([[1, 2]]), 0.1)).toThrow(bright);
    const negative = new RangeError("epsilon is -1, expected a finite number >= 0");
    expectNoLeak(() => expect(() => project(images, images, -1)).toThrow(negative));
  });

  test("does not change its inputs and leaves no tensors behind", () => {
    const images = randomImages(2, 1);
    const candidate = uniform<tf.Rank.R4>([2, 2, 3, 1], 2, -3, 4);
    expectUntouched([candidate, images], () => project(candidate, images, 0.3));
    expectNoLeak(() => project(candidate, images, 0.3).dispose());
  });
});

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { attacks, distances, randomImages } from "../../testing/images.ts";
import { expectNoLeak, expectUntouched, rowsOf, RUNS, valuesOf } from "../../testing/tensors.ts";
import { randomStartL2, randomStartLinf } from "./starts.ts";

beforeAll(() => loadTestEngine());

/** Grey images of four pixels, at least 0.5 away from black and white. */
function grey(n: number): Tensor4D {
  return tf.fill([n, 2, 2, 1], 0.5);
}

/** The displacements of a start from grey images, one row for each image. */
function deltas(start: Tensor4D): number[][] {
  return rowsOf(tf.sub(start, 0.5));
}

test("l_inf: each pixel's displacement is uniform in [-epsilon, epsilon]", () => {
  const draws = deltas(randomStartLinf(grey(5000), 0.4, 3)).flat();
  expectMoments(draws, 0.4 ** 2 / 3);
  const tenths = new Array<number>(10).fill(0);
  for (const draw of draws) tenths[Math.min(9, Math.floor((draw + 0.4) / 0.08))]! += 1;
  // 2000 each on average, with a standard deviation of sqrt(20000 * .1 * .9) = 42; the tolerance is five of those.
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(212);
});

test("l2: directions are uniform, and the fraction of deltas shorter than r is (r / epsilon)^d", () => {
  const draws = deltas(randomStartL2(grey(5000), 0.4, 3));
  expectMoments(draws.flat(), 0.4 ** 2 / 6); // epsilon^2 / (d + 2)
  const levels = draws.map((delta) => (Math.hypot(...delta) / 0.4) ** 4).sort((a, b) => a - b);
  // Kolmogorov-Smirnov: the largest gap to the uniform distribution exceeds 1.95 / sqrt(n) for one seed in a thousand.
  const gap = Math.max(...levels.map((level, rank) => Math.abs(level - rank / 5000)));
  expect(gap).toBeLessThan(1.95 / Math.sqrt(5000));
});

test("l2: in many dimensions most deltas are nearly epsilon long", () => {
  const images = tf.fill<tf.Rank.R4>([50, 28, 28, 1], 0.5);
  const lengths = distances(randomStartL2(images, 2, 1), images, "l2");
  // P(length < .98 epsilon) = .98^784 = 1e-7
  for (const length of lengths) expect(length).toBeGreaterThan(0.98 * 2);
});

describe.each([
  ["randomStartLinf", randomStartLinf, "linf"],
  ["randomStartL2", randomStartL2, "l2"],
] as const)("%s", (_, start, norm) => {
  test("starts in the ball and in the box", () => {
    fc.assert(
      fc.property(attacks, ({ n, seed, epsilon }) => {
        const images = randomImages(n, seed);
        const started = start(images, epsilon, seed);
        expect([started.shape, started.dtype]).toEqual([images.shape, "float32"]);
        const values = valuesOf(started);
        expect([Math.min(...values) >= 0, Math.max(...values) <= 1]).toEqual([true, true]);
        // Six pixels near 1, each rounded by 6e-8.
        for (const distance of distances(started, images, norm)) expect(distance).toBeLessThanOrEqual(epsilon + 5e-7);
      }),
      RUNS,
    );
  });

  test("the same seed gives the same start, different seeds give different ones", () => {
    const values = (seed: number): number[] => valuesOf(start(grey(2), 0.3, seed));
    expect(values(5)).toEqual(values(5));
    expect(values(5)).not.toEqual(values(6));
    expect(values(2 ** 31 - 1)).not.toEqual(values(1));
  });

  test("every pixel of every image has a separate draw", () => {
    const values = valuesOf(start(grey(100), 0.3, 5));
    // 400 draws from 2^23 numbers: one or two may coincide.
    expect(new Set(values).size).toBeGreaterThan(396);
  });

  test("about half of the displacements brighten a black image, and no pixel is below 0", () => {
    const values = valuesOf(start(tf.zeros([100, 2, 2, 1]), 0.3, 7));
    const lit = values.filter((value) => value > 0).length;
    // 400 draws have a standard deviation of 10; the tolerance is five of those.
    expect(Math.abs(lit - 200)).toBeLessThan(50);
    expect(Math.min(...values)).toBe(0);
  });

  test("a radius of 0 starts at the images", () => {
    const images = randomImages(2, 3);
    expect(valuesOf(start(images, 0, 1))).toEqual(valuesOf(images));
  });

  test("rejects wrong shapes and values out of range", () => {
    const images = grey(1);
    const flat = new TypeError("images has shape [4], expected [n, height, width, channels]");
    expect(() => start(tf.zeros([4]) as never, 0.1, 1)).toThrow(flat);
    const dark = new RangeError("images holds -1 at index 0, expected a pixel in [0, 1]");
    expect(() => start(tf.fill([1, 1, 1, 1], -1), 0.1, 1)).toThrow(dark);
    const infinite = new RangeError("epsilon is Infinity, expected a finite number >= 0");
    expect(() => start(images, Infinity, 1)).toThrow(infinite);
    expect(() => start(images, 0.1, 0)).toThrow(new RangeError("seed is 0, expected an integer >= 1"));
    const large = new RangeError("seed is 2147483648, expected at most 2147483647");
    expectNoLeak(() => expect(() => start(images, 0.1, 2 ** 31)).toThrow(large));
  });

  test("does not change the images and leaves no tensors behind", () => {
    const images = randomImages(2, 1);
    expectUntouched([images], () => start(images, 0.3, 1));
    expectNoLeak(() => start(images, 0.3, 1).dispose());
  });
});

/** Expects a mean of 0 and the given variance, within five standard errors of 20 000 draws. */
function expectMoments(draws: readonly number[], variance: number): void {
  expect(draws).toHaveLength(20_000);
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const square = draws.reduce((sum, draw) => sum + draw ** 2, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(variance / draws.length));
  // The standard deviation of a square is at most 1.1 times its mean, for both distributions.
  expect(Math.abs(square / variance - 1)).toBeLessThan((5 * 1.1) / Math.sqrt(draws.length));
}

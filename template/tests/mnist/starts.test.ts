import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { randomStartL2, randomStartLinf } from "../../src/mnist/starts.ts";
import { expectNumber, values } from "../helpers.ts";

const SEED = 11;

describe("2.7 randomStartLinf", () => {
  const grey = tf.fill([1, 40, 50, 1], 0.5) as tf.Tensor4D;

  it("stays within epsilon and covers the whole range evenly", () => {
    const moves = values(tf.sub(randomStartLinf(grey, 0.2, SEED), grey));
    expect(Math.max(...moves), "the largest move").toBeLessThanOrEqual(0.2 + 1e-6);
    expect(Math.min(...moves), "the smallest move").toBeGreaterThanOrEqual(-0.2 - 1e-6);
    // Of 2000 uniform draws, about a quarter (500 with a standard deviation of 20) fall into each quarter of the range.
    expectNumber("moves above 0.1 of 2000", moves.filter((move) => move > 0.1).length, 500, 100);
    expectNumber("moves below -0.1 of 2000", moves.filter((move) => move < -0.1).length, 500, 100);
  });

  it("keeps pixels between black and white", () => {
    const pixels = values(randomStartLinf(tf.ones([1, 4, 4, 1]), 0.2, SEED));
    expect(Math.max(...pixels), "the brightest pixel").toBeLessThanOrEqual(1);
    expect(Math.min(...pixels), "the darkest pixel").toBeLessThan(1);
  });

  it("is the same for the same seed and differs for another", () => {
    const start = (seed: number) => values(randomStartLinf(grey, 0.2, seed));
    expect(start(SEED), "a second start with the same seed").toEqual(start(SEED));
    expect(start(SEED), "the start with one seed, expected a different one with another").not.toEqual(start(SEED + 1));
  });
});

describe("2.7 randomStartL2", () => {
  // 1000 images of two pixels: each ball is a disc.
  const grey = tf.fill([1000, 1, 2, 1], 0.5) as tf.Tensor4D;

  function distances(start: tf.Tensor4D): number[] {
    return values(tf.sqrt(tf.sum(tf.square(tf.sub(start, grey)), [1, 2, 3])));
  }

  it("stays in the ball around each image", () => {
    const furthest = Math.max(...distances(randomStartL2(grey, 0.2, SEED)));
    expect(furthest, "the largest distance from an image").toBeLessThanOrEqual(0.2 + 1e-6);
  });

  it("covers the disc evenly: a disc of half the radius has a quarter of the area", () => {
    const inner = distances(randomStartL2(grey, 0.2, SEED)).filter((distance) => distance < 0.1);
    // 250 of 1000, with a standard deviation of 14. A uniform radius would put 500 there and crowd the centre.
    expectNumber("starts closer than 0.1 of 1000", inner.length, 250, 70);
  });

  it("points in all directions: about half of the starts have a brighter first pixel", () => {
    const moves = values(tf.sub(randomStartL2(grey, 0.2, SEED), grey)).filter((_, index) => index % 2 === 0);
    expectNumber("starts with a brighter first pixel of 1000", moves.filter((move) => move > 0).length, 500, 80);
  });

  it("is the same for the same seed and differs for another", () => {
    const start = (seed: number) => values(randomStartL2(grey, 0.2, seed));
    expect(start(SEED), "a second start with the same seed").toEqual(start(SEED));
    expect(start(SEED), "the start with one seed, expected a different one with another").not.toEqual(start(SEED + 1));
  });
});

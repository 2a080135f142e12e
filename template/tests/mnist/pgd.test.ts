import * as tf from "@tensorflow/tfjs-core";
import type { Classifier, Loss, Projection, Start, Step } from "@robustness-lab/fixtures";
import { describe, expect, it } from "vitest";
import { pgd, stepL2, stepLinf } from "../../src/mnist/pgd.ts";
import { classes, expectTensor, linearClassifier, minusTrueLogit, rowImages, valley } from "../helpers.ts";

describe("2.8 stepLinf", () => {
  it("takes a full step in every pixel that has a gradient", () => {
    expectTensor(stepLinf(rowImages([[2, -3]]), 0.1), [[[[0.1], [-0.1]]]]);
  });

  it("takes the same step for a small gradient as for a large one", () => {
    expectTensor(stepLinf(rowImages([[0.001, -1000]]), 0.1), [[[[0.1], [-0.1]]]]);
  });
});

describe("2.8 stepL2", () => {
  it("takes a step of length alpha that climbs", () => {
    // The gradient (3, 4) has length 5.
    expectTensor(stepL2(rowImages([[3, 4]]), 0.5), [[[[0.3], [0.4]]]]);
  });

  it("takes a step of the same length for each image, however small or large its gradient", () => {
    const gradients = rowImages([
      [3, 4],
      [3e-25, -4e-25],
      [-3e25, 4e25],
    ]);
    expectTensor(stepL2(gradients, 0.5), [[[[0.3], [0.4]]], [[[0.3], [-0.4]]], [[[-0.3], [0.4]]]]);
  });

  it("does not move where the gradient is 0", () => {
    expectTensor(stepL2(rowImages([[0, 0]]), 0.5), [[[[0], [0]]]]);
  });
});

describe("2.8 pgd", () => {
  // Parts that are easy to compute by hand: start 0.05 higher, step by a tenth of the gradient, stay at most 0.2 darker.
  const start: Start = (images) => tf.add(images, 0.05);
  const step: Step = (gradient) => tf.mul(0.1, gradient);
  const project: Projection = (candidate, images) => tf.maximum<tf.Tensor4D>(candidate, tf.sub(images, 0.2));
  // The true logit is the pixel itself, so the loss (minus that logit) increases as the pixel gets darker.
  const darker = linearClassifier([[1], [0]]);
  const problem = { classifier: darker, loss: minusTrueLogit, labels: classes([0]), seed: 5, start, step, project };

  it("begins at the random start and takes the given number of steps", () => {
    // 0.5 -> start 0.55 -> 0.45 -> 0.35
    expectTensor(pgd({ ...problem, images: rowImages([[0.5]]), steps: 2 }), [[[[0.35]]]]);
  });

  it("projects around the clean image, not around the last iterate", () => {
    // 0.55 -> 0.45 -> 0.35 -> 0.3, then it stays: 0.3 is 0.2 away from 0.5.
    expectTensor(pgd({ ...problem, images: rowImages([[0.5]]), steps: 5 }), [[[[0.3]]]]);
  });

  it("takes the gradient at the current iterate, not at the clean image", () => {
    // The true logit is (pixel - 0.6)^2: the gradient of the loss is 0.2 at 0.5, and 0 at 0.6. Half of it leads from 0.5 to
    // 0.6, where the iterate stays; with the gradient of the clean image it would continue to 0.8.
    const parts = {
      start: (images: tf.Tensor4D) => tf.clone(images),
      step: (gradient: tf.Tensor4D) => tf.mul<tf.Tensor4D>(0.5, gradient),
      project: (candidate: tf.Tensor4D) => tf.clone(candidate),
    };
    const attacked = pgd({ ...problem, ...parts, classifier: valley(0.6), images: rowImages([[0.5]]), steps: 3 });
    expectTensor(attacked, [[[[0.6]]]]);
  });

  it("projects after every step, so that no iterate is outside the ball", () => {
    const furthest: number[] = [];
    const watching: Classifier = (x) => {
      furthest.push(Math.abs(0.5 - (x.dataSync()[0] ?? NaN)));
      return darker(x);
    };
    pgd({ ...problem, classifier: watching, images: rowImages([[0.5]]), steps: 6 });
    expect(Math.max(...furthest), "the largest distance of an iterate").toBeLessThanOrEqual(0.2 + 1e-6);
  });

  it("passes its seed to the start", () => {
    const seeds: number[] = [];
    const noting: Start = (images, seed) => {
      seeds.push(seed);
      return tf.clone(images);
    };
    pgd({ ...problem, start: noting, images: rowImages([[0.5]]), steps: 1 });
    expect(seeds, "seeds of the calls of start").toEqual([5]);
  });

  it("leaves the images alive, even if start, step and project return what they are given", () => {
    const images = rowImages([[0.5]]);
    const parts = { start: (x: tf.Tensor4D) => x, step: (x: tf.Tensor4D) => x, project: (x: tf.Tensor4D) => x };
    pgd({ ...problem, ...parts, images, steps: 2 });
    expectTensor(images, [[[[0.5]]]]);
  });

  it("refuses a gradient that is not finite", () => {
    const broken: Loss = (logits) => tf.mean(tf.mul(NaN, logits));
    const images = rowImages([[0.5]]);
    pgd({ ...problem, images, steps: 1 });
    expect(() => pgd({ ...problem, images, loss: broken, steps: 1 })).toThrow(RangeError);
  });
});

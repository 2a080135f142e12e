import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import type { Classifier, Loss } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  attacks,
  binaryClassifier,
  distances,
  randomImages,
  randomLabels,
  rowImages,
  singles,
  smoothClassifier,
} from "../../testing/images.ts";
import { expectNoLeak, expectTensor, expectUntouched, rowsOf, RUNS, uniform, valuesOf } from "../../testing/tensors.ts";
import { innerMaximiserL2 } from "../linear/l2.ts";
import { fgsm } from "./fgsm.ts";
import { crossEntropy } from "./metrics.ts";
import { pgd, stepL2, stepLinf, type PgdProblem } from "./pgd.ts";
import { projectL2, projectLinf } from "./projections.ts";
import { randomStartL2, randomStartLinf } from "./starts.ts";

beforeAll(() => loadTestEngine());

/** Two l_inf steps of 0.1 in a ball of 0.15, from the images themselves. */
function example(): PgdProblem {
  return {
    classifier: binaryClassifier([2, 0, -1]),
    loss: crossEntropy,
    images: rowImages([
      [0.5, 0.5, 0.5],
      [1, 0.5, 0.05],
    ]),
    labels: tf.tensor1d([1, 0], "int32"),
    steps: 2,
    seed: 1,
    start: (images) => tf.clone(images),
    step: (gradient) => stepLinf(gradient, 0.1),
    project: (candidate, images) => projectLinf(candidate, images, 0.15),
  };
}

test("each iterate is the previous one, moved by a step and projected around the images", () => {
  // The first step moves by 0.1; after the second, 0.2 is clipped to 0.15 and to the box.
  expectTensor(pgd({ ...example(), steps: 1 }), [2, 1, 3, 1], [0.4, 0.5, 0.6, 1, 0.5, 0]);
  expectTensor(pgd(example()), [2, 1, 3, 1], [0.35, 0.5, 0.65, 1, 0.5, 0]);
  expectTensor(pgd({ ...example(), steps: 40 }), [2, 1, 3, 1], [0.35, 0.5, 0.65, 1, 0.5, 0]);
});

test("labels may be float32", () => {
  expectTensor(pgd({ ...example(), labels: tf.tensor1d([1, 0]) }), [2, 1, 3, 1], [0.35, 0.5, 0.65, 1, 0.5, 0]);
});

test("start gets the images and the seed, and the gradient is computed at each iterate, including the start", () => {
  const problem = example();
  const given: unknown[] = [];
  const iterates: number[][] = [];
  const classifier: Classifier = (images) => {
    iterates.push(valuesOf(images));
    return problem.classifier(images);
  };
  const start = (images: Tensor4D, seed: number): Tensor4D => {
    given.push(images === problem.images, seed);
    return rowImages([
      [0.625, 0.5, 0.5],
      [1, 0.5, 0.0625],
    ]);
  };
  pgd({ ...problem, classifier, start, seed: 77 });
  expect(given).toEqual([true, 77]);
  expect(iterates).toHaveLength(2);
  expect(iterates[0]).toEqual([0.625, 0.5, 0.5, 1, 0.5, 0.0625]);
  expectTensor(tf.tensor1d(iterates[1]!), [6], [0.525, 0.5, 0.6, 1, 0.5, 0]);
});

test("project always gets the unclipped candidate and the clean images", () => {
  const problem = example();
  const centres: boolean[] = [];
  const project = (candidate: Tensor4D, images: Tensor4D): Tensor4D => {
    centres.push(images === problem.images);
    return candidate;
  };
  expectTensor(pgd({ ...problem, project }), [2, 1, 3, 1], [0.3, 0.5, 0.7, 1.2, 0.5, -0.15]);
  expect(centres).toEqual([true, true]);
});

test("one step from the images with alpha = epsilon is FGSM", () => {
  fc.assert(
    fc.property(attacks, ({ n, seed, epsilon }) => {
      const given = { classifier: smoothClassifier(seed), loss: crossEntropy, images: randomImages(n, seed) };
      const problem = { ...given, labels: randomLabels(n, 3, seed) };
      const attacked = pgd({ ...problem, ...linfAttack(epsilon, epsilon), steps: 1, seed });
      expectTensor(attacked, [n, 2, 3, 1], valuesOf(fgsm({ ...problem, epsilon })));
    }),
    RUNS,
  );
});

test("on a binary linear model l_inf PGD ends at x - y min(T alpha, epsilon) sign(w), clipped to the box", () => {
  fc.assert(
    fc.property(attacks, fc.integer({ min: 1, max: 8 }), ({ n, seed, epsilon }, steps) => {
      const { images, labels, w, y } = binaryProblem(n, seed);
      const problem = { classifier: binaryClassifier(w), loss: crossEntropy, images, labels };
      const alpha = epsilon / 5;
      const reach = Math.min(steps / 5, 1) * epsilon;
      const expected = rowsOf(images).flatMap((row, i) =>
        row.map((pixel, j) => clip(pixel - y[i]! * reach * Math.sign(w[j]!))),
      );
      const attacked = pgd({ ...problem, ...linfAttack(alpha, epsilon), steps, seed });
      expectTensor(attacked, [n, 2, 3, 1], expected);
    }),
    RUNS,
  );
});

test("on a binary linear model l2 PGD finds the maximiser of Problem 1 if the box is not active", () => {
  fc.assert(
    fc.property(attacks, ({ n, seed, epsilon: large }) => {
      const epsilon = large / 4;
      const { labels, w, y } = binaryProblem(n, seed);
      const images = uniform<tf.Rank.R4>([n, 2, 3, 1], seed, 0.3, 0.7);
      const attacked = pgd({
        ...{ classifier: binaryClassifier(w), loss: crossEntropy, images, labels, steps: 5, seed },
        start: (clean) => clean,
        step: (gradient) => stepL2(gradient, epsilon / 4),
        project: (candidate, clean) => projectL2(candidate, clean, epsilon),
      });
      const points = { w: tf.tensor1d(w), x: tf.reshape<tf.Rank.R2>(images, [n, 6]), y: tf.tensor1d(y) };
      expectTensor(attacked, [n, 2, 3, 1], valuesOf(innerMaximiserL2({ ...points, epsilon })));
    }),
    RUNS,
  );
});

test("with random starts and projections the last iterate is in the ball and in the box", () => {
  fc.assert(
    fc.property(attacks, ({ n, seed, epsilon }) => {
      const images = randomImages(n, seed);
      const given = {
        classifier: smoothClassifier(seed),
        loss: crossEntropy,
        images,
        labels: randomLabels(n, 3, seed),
      };
      const attacked = pgd({
        ...{ ...given, steps: 3, seed },
        start: (clean, own) => randomStartL2(clean, epsilon, own),
        step: (gradient) => stepL2(gradient, epsilon / 2),
        project: (candidate, clean) => projectL2(candidate, clean, epsilon),
      });
      const values = valuesOf(attacked);
      expect([Math.min(...values) >= 0, Math.max(...values) <= 1]).toEqual([true, true]);
      // Six pixels near 1, each rounded by 6e-8.
      for (const distance of distances(attacked, images, "l2")) expect(distance).toBeLessThanOrEqual(epsilon + 5e-7);
    }),
    RUNS,
  );
});

test("a batch gives the same result as its images one by one", () => {
  fc.assert(
    fc.property(attacks, ({ n, seed, epsilon }) => {
      const given = { classifier: smoothClassifier(seed), loss: crossEntropy, steps: 3, seed };
      const attack = { ...given, ...linfAttack(epsilon / 2, epsilon) };
      const images = randomImages(n, seed);
      const labels = randomLabels(n, 3, seed);
      const alone = singles(images).map((image, i) => pgd({ ...attack, images: image, labels: singles(labels)[i]! }));
      expectTensor(pgd({ ...attack, images, labels }), [n, 2, 3, 1], alone.flatMap(valuesOf));
    }),
    RUNS,
  );
});

test("the same seed gives the same result, and a different seed gives a different one", () => {
  const ends = (seed: number): number[] =>
    valuesOf(pgd({ ...example(), steps: 1, seed, start: (images, own) => randomStartLinf(images, 0.02, own) }));
  expect(ends(3)).toEqual(ends(3));
  expect(ends(3)).not.toEqual(ends(4));
});

test("a start or a projection may return the images themselves: they are not disposed of", () => {
  const problem = { ...example(), start: (images: Tensor4D) => images };
  expectUntouched([problem.images], () => pgd(problem).dispose());
  const stuck = { ...problem, project: (_: Tensor4D, images: Tensor4D) => images };
  expectUntouched([problem.images], () => pgd(stuck).dispose());
  expectNoLeak(() => pgd(stuck).dispose());
});

test("a gradient that is not finite is rejected, at the first step or later, without a leak", () => {
  const problem = example();
  let calls = 0;
  const loss: Loss = (logits, labels) => tf.mul(++calls % 2 === 0 ? NaN : 1, crossEntropy(logits, labels));
  const error = new RangeError("the gradient holds NaN at index 0, expected a finite number");
  expectNoLeak(() => expect(() => pgd({ ...problem, loss })).toThrow(error));
  expect(calls).toBe(10);
});

test.each(["classifier", "start", "step", "project"] as const)("an error of %s is rethrown without a leak", (part) => {
  const problem = example();
  const fail = (): never => {
    tf.zeros([2]);
    throw new Error(`${part} is broken`);
  };
  expectNoLeak(() => expect(() => pgd({ ...problem, [part]: fail })).toThrow(`${part} is broken`));
});

test("wrong shapes and values out of range are rejected", () => {
  const rejects = (given: Partial<Record<keyof PgdProblem, unknown>>, error: Error): void =>
    expect(() => pgd({ ...example(), ...given } as PgdProblem)).toThrow(error);
  rejects(
    { images: tf.zeros([2, 3]) },
    new TypeError("images has shape [2, 3], expected [n, height, width, channels]"),
  );
  rejects({ labels: tf.zeros([3]) }, new TypeError("labels has shape [3], expected [2]"));
  const dark = tf.fill([2, 1, 3, 1], -0.5);
  rejects({ images: dark }, new RangeError("images holds -0.5 at index 0, expected a pixel in [0, 1]"));
  rejects({ labels: tf.tensor1d([0.5, 0]) }, new RangeError("labels holds 0.5 at index 0, expected an integer >= 0"));
  rejects({ steps: 0 }, new RangeError("steps is 0, expected an integer >= 1"));
  rejects({ steps: 2.5 }, new RangeError("steps is 2.5, expected an integer >= 1"));
});

test("the images and labels do not change, and no tensor is left behind", () => {
  const problem = example();
  expectUntouched([problem.images, problem.labels], () => pgd(problem));
  expectNoLeak(() => pgd(problem).dispose());
});

/** An l_inf attack from the images themselves. */
function linfAttack(alpha: number, epsilon: number): Pick<PgdProblem, "start" | "step" | "project"> {
  return {
    start: (images) => images,
    step: (gradient) => stepLinf(gradient, alpha),
    project: (candidate, images) => projectLinf(candidate, images, epsilon),
  };
}

/** Random images with labels 0 and 1, and the signs and weights of Problem 1. */
function binaryProblem(n: number, seed: number) {
  const labels = randomLabels(n, 2, seed);
  const y = [...labels.dataSync()].map((label) => 2 * label - 1);
  return { images: randomImages(n, seed), labels, w: valuesOf(uniform<tf.Rank.R1>([6], seed, -2, 2)), y };
}

function clip(pixel: number): number {
  return Math.min(1, Math.max(0, pixel));
}

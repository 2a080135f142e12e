import * as tf from "@tensorflow/tfjs-core";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { attackProblems, marginsOf, normsOf, pointsOfBall } from "../../testing/linear.ts";
import { expectNumbers, expectTensor, rowsOf, RUNS, valuesOf } from "../../testing/tensors.ts";
import { innerMaximiserL2, innerMaximumL2 } from "./l2.ts";
import { hingeLoss, logisticLoss } from "./losses.ts";

beforeAll(() => loadTestEngine());

/** ||w||_2 = 5, margins 3 and -4, worst margins 0.5 and -6.5. */
function example() {
  return { w: tf.tensor1d([3, 4]), x: tf.tensor2d([1, 0, 0, 1], [2, 2]), y: tf.tensor1d([1, -1]), epsilon: 0.5 };
}

test("the inner maximum is the loss at the margin minus epsilon ||w||_2", () => {
  expectTensor(innerMaximumL2({ ...example(), loss: hingeLoss }), [2], [0.5, 7.5]);
  expectTensor(innerMaximumL2({ ...example(), loss: logisticLoss }), [2], [0.4740769841801067, 6.501502310217512]);
});

test("the maximiser moves each point by epsilon against y w / ||w||_2", () => {
  expectTensor(innerMaximiserL2(example()), [2, 2], [0.7, -0.4, 0.3, 1.4]);
});

test("labels may be int32", () => {
  const problem = { ...example(), y: tf.tensor1d([1, -1], "int32") };
  expectTensor(innerMaximumL2({ ...problem, loss: hingeLoss }), [2], [0.5, 7.5]);
  expectTensor(innerMaximiserL2(problem), [2, 2], [0.7, -0.4, 0.3, 1.4]);
});

test("no point of the ball has a larger loss than the inner maximum", () => {
  fc.assert(
    fc.property(attackProblems, fc.integer({ min: 1, max: 1e6 }), (problem, seed) => {
      const moved = { ...problem, x: pointsOfBall(problem, "l2", seed) };
      const reached = valuesOf(logisticLoss(tf.tensor1d(marginsOf(moved))));
      const maximum = valuesOf(innerMaximumL2({ ...problem, loss: logisticLoss }));
      // Both have the size of the margins, up to 30, and are rounded to float32.
      reached.forEach((loss, i) => expect(loss).toBeLessThanOrEqual((maximum[i] as number) + 1e-5));
    }),
    RUNS,
  );
});

test("the maximiser is in the ball and attains the inner maximum", () => {
  fc.assert(
    fc.property(attackProblems, (problem) => {
      const maximiser = innerMaximiserL2(problem);
      expect(maximiser.shape).toEqual(problem.x.shape);
      const distances = rowsOf(tf.sub(maximiser, problem.x)).map((row) => Math.hypot(...row));
      expectNumbers(
        distances,
        distances.map(() => problem.epsilon),
      ); // w != 0: on the sphere
      const attained = hingeLoss(tf.tensor1d(marginsOf({ ...problem, x: maximiser })));
      const expected = marginsOf(problem).map((m) => Math.max(0, 1 - m + problem.epsilon * normsOf(problem.w).l2));
      expectNumbers(valuesOf(attained), expected, { relative: 1e-5, absolute: 1e-5 });
      expectNumbers(valuesOf(innerMaximumL2({ ...problem, loss: hingeLoss })), expected, {
        relative: 1e-5,
        absolute: 1e-5,
      });
    }),
    RUNS,
  );
});

test("with epsilon = 0 the points do not move and the loss is the clean loss", () => {
  const problem = { ...example(), epsilon: 0 };
  expectTensor(innerMaximiserL2(problem), [2, 2], [1, 0, 0, 1]);
  expectTensor(innerMaximumL2({ ...problem, loss: hingeLoss }), [2], [0, 5]);
});

test("with w = 0 the points stay in the ball and the loss is the loss at margin 0", () => {
  const problem = { ...example(), w: tf.tensor1d([0, 0]) };
  expectTensor(innerMaximiserL2(problem), [2, 2], [1, 0, 0, 1]);
  expectTensor(innerMaximumL2({ ...problem, loss: hingeLoss }), [2], [1, 1]);
});

test.each([1e-30, 1e30])(
  "weights of size %d, whose squares are out of float32's range, give the right direction",
  (size) => {
    const problem = { ...example(), w: tf.tensor1d([3 * size, 4 * size]) };
    expectTensor(innerMaximiserL2(problem), [2, 2], [0.7, -0.4, 0.3, 1.4]);
  },
);

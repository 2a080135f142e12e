import * as tf from "@tensorflow/tfjs-core";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { attackProblems, marginsOf, normsOf, pointsOfBall } from "../../testing/linear.ts";
import { expectNumbers, expectTensor, RUNS, valuesOf } from "../../testing/tensors.ts";
import { innerMaximiserLinf, innerMaximumLinf } from "./linf.ts";
import { hingeLoss, logisticLoss } from "./losses.ts";

beforeAll(() => loadTestEngine());

/** ||w||_1 = 7, margins 3 and 4, worst margins -0.5 and 0.5. */
function example() {
  return { w: tf.tensor1d([3, -4]), x: tf.tensor2d([1, 0, 0, 1], [2, 2]), y: tf.tensor1d([1, -1]), epsilon: 0.5 };
}

test("the inner maximum is the loss at the margin minus epsilon ||w||_1", () => {
  expectTensor(innerMaximumLinf({ ...example(), loss: hingeLoss }), [2], [1.5, 0.5]);
  expectTensor(innerMaximumLinf({ ...example(), loss: logisticLoss }), [2], [0.9740769841801067, 0.4740769841801067]);
});

test("the maximiser moves each coordinate by epsilon against y sign(w)", () => {
  expectTensor(innerMaximiserLinf(example()), [2, 2], [0.5, 0.5, 0.5, 0.5]);
  expectTensor(innerMaximiserLinf({ ...example(), epsilon: 2 }), [2, 2], [-1, 2, 2, -1]);
});

test("labels may be int32", () => {
  const problem = { ...example(), y: tf.tensor1d([1, -1], "int32") };
  expectTensor(innerMaximumLinf({ ...problem, loss: hingeLoss }), [2], [1.5, 0.5]);
  expectTensor(innerMaximiserLinf(problem), [2, 2], [0.5, 0.5, 0.5, 0.5]);
});

test("a coordinate with weight 0 stays within epsilon; only the others are compared", () => {
  const problem = { ...example(), w: tf.tensor1d([0, -4]) };
  expectTensor(innerMaximumLinf({ ...problem, loss: hingeLoss }), [2], [3, 0]);
  const moved = valuesOf(tf.sub(innerMaximiserLinf(problem), problem.x));
  expect([moved[1], moved[3]]).toEqual([0.5, -0.5]);
  expect(Math.abs(moved[0]!)).toBeLessThanOrEqual(0.5);
});

test("no point of the ball has a larger loss than the inner maximum", () => {
  fc.assert(
    fc.property(attackProblems, fc.integer({ min: 1, max: 1e6 }), (problem, seed) => {
      const moved = { ...problem, x: pointsOfBall(problem, "linf", seed) };
      const reached = valuesOf(logisticLoss(tf.tensor1d(marginsOf(moved))));
      const maximum = valuesOf(innerMaximumLinf({ ...problem, loss: logisticLoss }));
      // Both have the size of the margins, up to 50, and are rounded to float32.
      reached.forEach((loss, i) => expect(loss).toBeLessThanOrEqual((maximum[i] as number) + 1e-5));
    }),
    RUNS,
  );
});

test("the maximiser is in the ball and attains the inner maximum", () => {
  fc.assert(
    fc.property(attackProblems, (problem) => {
      const maximiser = innerMaximiserLinf(problem);
      expect(maximiser.shape).toEqual(problem.x.shape);
      const distance = tf.max(tf.abs(tf.sub(maximiser, problem.x)));
      expectNumbers(valuesOf(distance), [problem.epsilon]); // w != 0: on the edge
      const expected = marginsOf(problem).map((m) => Math.max(0, 1 - m + problem.epsilon * normsOf(problem.w).l1));
      const attained = hingeLoss(tf.tensor1d(marginsOf({ ...problem, x: maximiser })));
      expectNumbers(valuesOf(attained), expected, { relative: 1e-5, absolute: 1e-5 });
      expectNumbers(valuesOf(innerMaximumLinf({ ...problem, loss: hingeLoss })), expected, {
        relative: 1e-5,
        absolute: 1e-5,
      });
    }),
    RUNS,
  );
});

test("with epsilon = 0 or w = 0 the points do not move", () => {
  expectTensor(innerMaximiserLinf({ ...example(), epsilon: 0 }), [2, 2], [1, 0, 0, 1]);
  expectTensor(innerMaximiserLinf({ ...example(), w: tf.tensor1d([0, 0]) }), [2, 2], [1, 0, 0, 1]);
});

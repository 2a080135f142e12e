import * as tf from "@tensorflow/tfjs-core";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { attackProblems, marginsOf, normsOf } from "../../testing/linear.ts";
import { expectNumbers, expectTensor, RUNS, valuesOf } from "../../testing/tensors.ts";
import { innerMaximumL2 } from "./l2.ts";
import { hingeLoss } from "./losses.ts";
import { robustHinge, robustHingeBound, robustHingeSlack, svmObjective } from "./svm.ts";

beforeAll(() => loadTestEngine());

/** ||w||_2 = 5, margins 3 and -4: hinge losses 0 and 5, robust ones 0.5 and 7.5. */
function example() {
  return { w: tf.tensor1d([3, 4]), x: tf.tensor2d([1, 0, 0, 1], [2, 2]), y: tf.tensor1d([1, -1]), epsilon: 0.5 };
}

function valueOf(scalar: tf.Scalar): number {
  expect(scalar.shape).toEqual([]);
  return scalar.dataSync<"float32">()[0]!;
}

test("the robust hinge, its bound and its slack equal values computed by hand", () => {
  expectTensor(robustHinge(example()), [], [4]);
  expectTensor(robustHingeBound(example()), [], [5]);
  expectTensor(robustHingeSlack(example()), [], [1]);
});

test("the SVM's objective is the mean hinge loss plus lambda ||w||_2 squared", () => {
  const { w, x, y } = example();
  expectTensor(svmObjective({ w, x, y, lambda: 0.1 }), [], [5]);
  expectTensor(svmObjective({ w, x, y, lambda: 0 }), [], [2.5]);
});

test("labels may be int32", () => {
  const problem = { ...example(), y: tf.tensor1d([1, -1], "int32") };
  expectTensor(robustHinge(problem), [], [4]);
  expectTensor(robustHingeBound(problem), [], [5]);
  expectTensor(robustHingeSlack(problem), [], [1]);
  expectTensor(svmObjective({ ...problem, lambda: 0.1 }), [], [5]);
});

test("the robust hinge is the mean of the inner maxima", () => {
  fc.assert(
    fc.property(attackProblems, (problem) => {
      const mean = valueOf(tf.mean(innerMaximumL2({ ...problem, loss: hingeLoss })));
      expectNumbers([valueOf(robustHinge(problem))], [mean]);
    }),
    RUNS,
  );
});

test("the slack is the bound minus the robust hinge, and never negative", () => {
  fc.assert(
    fc.property(attackProblems, (problem) => {
      const slack = valueOf(robustHingeSlack(problem));
      const bound = valueOf(robustHingeBound(problem));
      // The two are up to 25 and are rounded to float32 before the subtraction.
      expectNumbers([slack], [bound - valueOf(robustHinge(problem))], { relative: 0, absolute: 1e-5 });
      expect(slack).toBeGreaterThanOrEqual(0);
    }),
    RUNS,
  );
});

test("the objectives agree with double precision", () => {
  fc.assert(
    fc.property(attackProblems, (problem) => {
      const [margins, penalty] = [marginsOf(problem), problem.epsilon * normsOf(problem.w).l2];
      const mean = (term: (m: number) => number): number =>
        margins.reduce((sum, m) => sum + term(m), 0) / margins.length;
      const hinge = mean((m) => Math.max(0, 1 - m));
      expectNumbers([valueOf(robustHinge(problem))], [mean((m) => Math.max(0, 1 - m + penalty))]);
      expectNumbers([valueOf(robustHingeBound(problem))], [hinge + penalty]);
      expectNumbers([valueOf(robustHingeSlack(problem))], [mean((m) => Math.min(penalty, Math.max(0, m - 1)))]);
      const lambda = 0.25;
      expectNumbers([valueOf(svmObjective({ ...problem, lambda }))], [hinge + lambda * normsOf(problem.w).l2 ** 2]);
    }),
    RUNS,
  );
});

test("the bound is tight when no margin exceeds 1", () => {
  const problem = { ...example(), x: tf.tensor2d([0.25, 0, 0, 1], [2, 2]) };
  expect(Math.max(...marginsOf(problem))).toBeLessThan(1);
  expect(valuesOf(robustHingeSlack(problem))).toEqual([0]);
  expect(valueOf(robustHinge(problem))).toBe(valueOf(robustHingeBound(problem)));
});

test("there is no penalty without an adversary or with zero weights", () => {
  const { w, x, y } = example();
  expectTensor(robustHinge({ w, x, y, epsilon: 0 }), [], [2.5]);
  expectTensor(robustHingeBound({ w, x, y, epsilon: 0 }), [], [2.5]);
  const zero = { ...example(), w: tf.tensor1d([0, 0]) };
  expectTensor(robustHinge(zero), [], [1]);
  expectTensor(svmObjective({ ...zero, lambda: 3 }), [], [1]);
});

import * as tf from "@tensorflow/tfjs-core";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { attackProblems, hingeDerivative, logisticDerivative } from "../../testing/linear.ts";
import { expectTensor, rowsOf, RUNS, valuesOf } from "../../testing/tensors.ts";
import { fgsmEqualsMaximiser, fgsmLinear } from "./fgsm.ts";
import { innerMaximiserLinf } from "./linf.ts";

beforeAll(() => loadTestEngine());

/** Margins 3 and -4: the hinge's slope is 0 at the first point, -1 at the second. */
function example() {
  return { w: tf.tensor1d([3, 4]), x: tf.tensor2d([1, 0, 0, 1], [2, 2]), y: tf.tensor1d([1, -1]), epsilon: 0.5 };
}

test("FGSM moves against y sign(w) where the slope of the loss is not 0, and does not move where it is 0", () => {
  const logistic = fgsmLinear({ ...example(), lossDerivative: logisticDerivative });
  expectTensor(logistic, [2, 2], [0.5, -0.5, 0.5, 1.5]);
  const hinge = fgsmLinear({ ...example(), lossDerivative: hingeDerivative });
  expectTensor(hinge, [2, 2], [1, 0, 0.5, 1.5]);
});

test("FGSM gives the maximiser where the slope is not 0", () => {
  const logistic = fgsmEqualsMaximiser({ ...example(), lossDerivative: logisticDerivative });
  expect([logistic.shape, logistic.dtype]).toEqual([[2], "bool"]);
  expect(valuesOf(logistic)).toEqual([1, 1]);
  expect(valuesOf(fgsmEqualsMaximiser({ ...example(), lossDerivative: hingeDerivative }))).toEqual([0, 1]);
});

test("a coordinate with weight 0 does not move", () => {
  const problem = { ...example(), w: tf.tensor1d([0, 4]), lossDerivative: logisticDerivative };
  expectTensor(fgsmLinear(problem), [2, 2], [1, -0.5, 0, 1.5]);
});

test("labels may be int32", () => {
  const problem = { ...example(), y: tf.tensor1d([1, -1], "int32"), lossDerivative: hingeDerivative };
  expectTensor(fgsmLinear(problem), [2, 2], [1, 0, 0.5, 1.5]);
  expect(valuesOf(fgsmEqualsMaximiser(problem))).toEqual([0, 1]);
});

test("the direction is correct even if the product of slope and weights underflows", () => {
  const tiny = { ...example(), w: tf.tensor1d([1e-30, -1e-30]), lossDerivative: () => tf.tensor1d([-1e-30, -1e-30]) };
  expectTensor(fgsmLinear(tiny), [2, 2], [0.5, 0.5, 0.5, 0.5]);
  expect(valuesOf(fgsmEqualsMaximiser(tiny))).toEqual([1, 1]);
});

test("for each point, FGSM gives the maximiser of 1.5 if and only if fgsmEqualsMaximiser is true", () => {
  const positive = attackProblems.filter(({ epsilon }) => epsilon > 1e-3);
  fc.assert(
    fc.property(positive, (problem) => {
      const given = { ...problem, lossDerivative: hingeDerivative };
      const [attacked, maximiser] = [rowsOf(fgsmLinear(given)), rowsOf(innerMaximiserLinf(problem))];
      const expected = valuesOf(fgsmEqualsMaximiser(given)).map((same, i) => (same ? maximiser : rowsOf(problem.x))[i]);
      expect(attacked).toEqual(expected);
    }),
    RUNS,
  );
});

test("on the logistic loss FGSM gives the maximiser for every point", () => {
  fc.assert(
    fc.property(attackProblems, (problem) => {
      const attacked = fgsmLinear({ ...problem, lossDerivative: logisticDerivative });
      expect(valuesOf(attacked)).toEqual(valuesOf(innerMaximiserLinf(problem)));
    }),
    RUNS,
  );
});

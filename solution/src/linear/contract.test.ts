import * as tf from "@tensorflow/tfjs-core";
import type { LinearAttackProblem, LinearProblem, MarginLoss } from "@robustness-lab/fixtures";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { logisticDerivative } from "../../testing/linear.ts";
import { expectNoLeak, expectUntouched } from "../../testing/tensors.ts";
import { fgsmEqualsMaximiser, fgsmLinear } from "./fgsm.ts";
import { innerMaximiserL2, innerMaximumL2 } from "./l2.ts";
import { innerMaximiserLinf, innerMaximumLinf } from "./linf.ts";
import { hingeLoss } from "./losses.ts";
import { robustHinge, robustHingeBound, robustHingeSlack, svmObjective } from "./svm.ts";

/* The contract of all functions on a linear problem: they reject wrong arguments and leave no tensors behind. */

beforeAll(() => loadTestEngine());

type Given = LinearAttackProblem & { readonly loss?: MarginLoss };

/** Each function with one signature: epsilon is svmObjective's lambda, and loss is the derivative in 1.6. */
const FUNCTIONS: readonly (readonly [name: string, radius: string, call: (given: Given) => tf.Tensor])[] = [
  ["innerMaximumL2", "epsilon", ({ loss = hingeLoss, ...problem }) => innerMaximumL2({ ...problem, loss })],
  ["innerMaximiserL2", "epsilon", innerMaximiserL2],
  ["innerMaximumLinf", "epsilon", ({ loss = hingeLoss, ...problem }) => innerMaximumLinf({ ...problem, loss })],
  ["innerMaximiserLinf", "epsilon", innerMaximiserLinf],
  ["robustHinge", "epsilon", robustHinge],
  ["robustHingeBound", "epsilon", robustHingeBound],
  ["robustHingeSlack", "epsilon", robustHingeSlack],
  ["svmObjective", "lambda", ({ epsilon: lambda, ...problem }) => svmObjective({ ...problem, lambda })],
  ["fgsmLinear", "epsilon", (given) => fgsmLinear({ ...given, lossDerivative: given.loss ?? logisticDerivative })],
  ["fgsmEqualsMaximiser", "", (given) => fgsmEqualsMaximiser({ ...given, lossDerivative: logisticDerivative })],
];

function example(): LinearAttackProblem {
  return { w: tf.tensor1d([3, 4]), x: tf.tensor2d([1, 0, 0, 1], [2, 2]), y: tf.tensor1d([1, -1]), epsilon: 0.5 };
}

describe.each(FUNCTIONS)("%s", (_, __, call) => {
  test("rejects wrong shapes and labels other than -1 and +1", () => {
    const rejects = (given: Partial<Record<keyof LinearProblem, tf.Tensor>>, error: Error): void =>
      expect(() => call({ ...example(), ...given } as Given)).toThrow(error);
    rejects({ w: tf.zeros([1, 2]) }, new TypeError("w has shape [1, 2], expected [d]"));
    rejects({ x: tf.zeros([2, 3]) }, new TypeError("x has shape [2, 3], expected [n, 2]"));
    rejects({ y: tf.ones([2, 1]) }, new TypeError("y has shape [2, 1], expected [2]"));
    rejects({ y: tf.tensor1d([0, 1]) }, new RangeError("y holds 0 at index 0, expected -1 or +1"));
  });

  test("does not change its inputs and leaves no tensors behind", () => {
    const problem = example();
    expectUntouched([problem.w, problem.x, problem.y], () => call(problem));
    expectNoLeak(() => call(problem).dispose());
  });

  test("leaves no tensors behind when it throws", () => {
    const problem = example();
    const wrong = { ...problem, y: tf.tensor1d([1, 2]) };
    expectNoLeak(() => expect(() => call(wrong)).toThrow(RangeError));
  });

  test("accepts one point in one dimension", () => {
    const one = { w: tf.tensor1d([2]), x: tf.tensor2d([[1]]), y: tf.tensor1d([1]), epsilon: 0.25 };
    const result = call(one);
    expect(result.size).toBe(1);
    expect(Number.isFinite(result.dataSync()[0])).toBe(true);
  });
});

test.each(FUNCTIONS.filter(([, radius]) => radius !== ""))(
  "%s rejects a negative or infinite %s",
  (_, radius, call) => {
    for (const value of [-0.1, NaN, Infinity]) {
      const error = new RangeError(`${radius} is ${value}, expected a finite number >= 0`);
      expect(() => call({ ...example(), epsilon: value })).toThrow(error);
    }
  },
);

test.each(["innerMaximumL2", "innerMaximumLinf", "fgsmLinear"])(
  "%s rethrows an error of the loss without a leak",
  (name) => {
    const call = FUNCTIONS.find(([found]) => found === name)![2];
    const problem = example();
    const loss = (): never => {
      tf.zeros([3]);
      throw new Error("no such loss");
    };
    expectNoLeak(() => expect(() => call({ ...problem, loss })).toThrow("no such loss"));
  },
);

import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { fgsmEqualsMaximiser, fgsmLinear } from "../../src/linear/fgsm.ts";
import { expectTensor, linearProblem, values } from "../helpers.ts";

// Margins 2 and -1. The model ignores the third coordinate.
const PROBLEM = linearProblem(
  [2, -1, 0],
  [
    [1, 0, 0],
    [0, -1, 1],
  ],
  [1, -1],
);

/** The slope of the hinge loss: -1 below margin 1, and 0 above. */
function hingeSlope(margins: tf.Tensor1D): tf.Tensor1D {
  return tf.neg(tf.cast(tf.less<tf.Tensor1D>(margins, 1), "float32"));
}

/** A slope that is never 0, like that of the logistic loss. */
function alwaysFalling(margins: tf.Tensor1D): tf.Tensor1D {
  return tf.neg(tf.exp(tf.neg(margins)));
}

describe("1.6 fgsmLinear", () => {
  it("moves each coordinate by epsilon in the direction that increases the loss, for weights of any size", () => {
    const attacked = fgsmLinear({ ...PROBLEM, epsilon: 0.1, lossDerivative: alwaysFalling });
    // The first point has label +1. A smaller first coordinate (w_1 = 2) increases its loss, and so does a larger second one
    // (w_2 = -1). The second point has label -1, so its directions are reversed.
    const coordinates = tf.slice(attacked, [0, 0], [2, 2]);
    expect(attacked.shape).toEqual([2, 3]);
    expectTensor(coordinates, [
      [0.9, 0.1],
      [0.1, -1.1],
    ]);
  });

  it("does not move where the slope of the loss is 0", () => {
    const attacked = fgsmLinear({ ...PROBLEM, epsilon: 0.1, lossDerivative: hingeSlope });
    // At margin 2 the hinge loss is flat, and its gradient is 0.
    expectTensor(tf.slice(attacked, [0, 0], [1, 3]), [[1, 0, 0]]);
  });

  it("moves by the whole epsilon even for a tiny weight", () => {
    const single = linearProblem([0.001], [[5]], [-1]);
    // Even a weight of 0.001 leads to a step of epsilon: FGSM uses only signs.
    expectTensor(fgsmLinear({ ...single, epsilon: 0.5, lossDerivative: alwaysFalling }), [[5.5]]);
  });
});

describe("1.6 fgsmEqualsMaximiser", () => {
  it("is true at every point for a strictly decreasing loss", () => {
    const equal = fgsmEqualsMaximiser({ ...PROBLEM, lossDerivative: alwaysFalling });
    expect(values(equal)).toEqual([1, 1]);
  });

  it("is false for a point that FGSM does not move", () => {
    const equal = fgsmEqualsMaximiser({ ...PROBLEM, lossDerivative: hingeSlope });
    expect(values(equal)).toEqual([0, 1]);
  });

  it("returns booleans, one for each point", () => {
    const equal = fgsmEqualsMaximiser({ ...PROBLEM, lossDerivative: hingeSlope });
    expect({ dtype: equal.dtype, shape: equal.shape }).toEqual({ dtype: "bool", shape: [2] });
  });
});

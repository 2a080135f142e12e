import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { innerMaximiserL2, innerMaximumL2 } from "../../src/linear/l2.ts";
import { dot, expectNumbers, expectTensor, linearProblem, minusMargin, values } from "../helpers.ts";

const W = [3, 4];
const EPSILON = 0.1;
// Two points, one of each class: the first has margin 3, the second 1.
const X = [
  [1, 0],
  [0.2, -0.4],
];
const Y = [1, -1];

/** The loss -z at 3600 points on the circle around a point. The search approximates what your formula gives exactly. */
function lossesOnCircle(index: number): number[] {
  return Array.from({ length: 3600 }, (_, step) => {
    const angle = (step / 3600) * 2 * Math.PI;
    const [left = 0, right = 0] = X[index] ?? [];
    const moved = [left + EPSILON * Math.cos(angle), right + EPSILON * Math.sin(angle)];
    return -(Y[index] ?? 0) * dot(W, moved);
  });
}

describe("1.2 innerMaximumL2", () => {
  it("is the plain loss when nothing may move", () => {
    expectTensor(innerMaximumL2({ ...linearProblem(W, X, Y), epsilon: 0, loss: minusMargin }), [-3, -1]);
  });

  it("matches a search around the circle of each point", () => {
    const maxima = innerMaximumL2({ ...linearProblem(W, X, Y), epsilon: EPSILON, loss: minusMargin });
    // The search misses the exact worst point by a little, hence 1e-4.
    expectTensor(maxima, [Math.max(...lossesOnCircle(0)), Math.max(...lossesOnCircle(1))], 1e-4);
  });

  it("works with any loss it is given", () => {
    const steep = (margins: tf.Tensor1D) => tf.exp(tf.neg(margins));
    const maxima = innerMaximumL2({ ...linearProblem(W, X, Y), epsilon: EPSILON, loss: steep });
    // exp is increasing, so the worst point for exp(-z) is the worst point for -z.
    const searched = [0, 1].map((index) => Math.exp(Math.max(...lossesOnCircle(index))));
    expectTensor(maxima, searched, 1e-4);
  });

  it("is the loss at margin 0 where w = 0: no move changes the margin", () => {
    expectTensor(innerMaximumL2({ ...linearProblem([0, 0], X, Y), epsilon: EPSILON, loss: minusMargin }), [0, 0]);
  });
});

describe("1.3 innerMaximiserL2", () => {
  it("moves each point by the whole radius", () => {
    const maximisers = innerMaximiserL2({ ...linearProblem(W, X, Y), epsilon: EPSILON });
    expect(maximisers.shape).toEqual([2, 2]);
    const distances = tf.norm(tf.sub(maximisers, tf.tensor2d(X)), 2, 1);
    expectTensor(distances, [0.1, 0.1]);
  });

  it("attains the largest loss that a search around the circle finds", () => {
    const maximisers = innerMaximiserL2({ ...linearProblem(W, X, Y), epsilon: EPSILON });
    const losses = maximisers.arraySync().map((point, index) => -(Y[index] ?? 0) * dot(W, point));
    expectNumbers(losses, [Math.max(...lossesOnCircle(0)), Math.max(...lossesOnCircle(1))], 1e-4);
  });

  it("returns a point of the ball, not NaN, where w = 0", () => {
    const maximisers = innerMaximiserL2({ ...linearProblem([0, 0], X, Y), epsilon: EPSILON });
    const distances = values(tf.norm(tf.sub(maximisers, tf.tensor2d(X)), 2, 1));
    expect(Math.max(...distances), "the largest distance from a point").toBeLessThanOrEqual(EPSILON + 1e-6);
  });
});

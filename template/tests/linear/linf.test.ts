import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { innerMaximiserLinf, innerMaximumLinf } from "../../src/linear/linf.ts";
import { dot, expectNumber, expectNumbers, expectTensor, linearProblem, minusMargin, values } from "../helpers.ts";

const W = [3, -4];
const EPSILON = 0.1;
// Two points, one of each class: the first has margin 3, the second 1.
const X = [
  [1, 0],
  [0.2, 0.4],
];
const Y = [1, -1];
const STEPS = [-1, -0.5, 0, 0.5, 1];

/** The loss -z on a grid over the square around a point: the l_inf ball is a square, and the grid includes its corners. */
function lossesOnSquare(index: number): number[] {
  const [left = 0, right = 0] = X[index] ?? [];
  return STEPS.flatMap((across) =>
    STEPS.map((up) => -(Y[index] ?? 0) * dot(W, [left + EPSILON * across, right + EPSILON * up])),
  );
}

describe("1.5 innerMaximumLinf", () => {
  it("is the plain loss when nothing may move", () => {
    expectTensor(innerMaximumLinf({ ...linearProblem(W, X, Y), epsilon: 0, loss: minusMargin }), [-3, -1]);
  });

  it("matches a search over the square of each point", () => {
    const maxima = innerMaximumLinf({ ...linearProblem(W, X, Y), epsilon: EPSILON, loss: minusMargin });
    expectTensor(maxima, [Math.max(...lossesOnSquare(0)), Math.max(...lossesOnSquare(1))]);
  });

  it("is larger than in l2: the square contains the circle", () => {
    const [linf = 0] = values(innerMaximumLinf({ ...linearProblem(W, X, Y), epsilon: EPSILON, loss: minusMargin }));
    // On the circle of radius 0.1, a search finds -2.5 for the first point.
    expect(linf, "the maximum of the first point").toBeGreaterThan(-2.5);
  });
});

describe("1.5 innerMaximiserLinf", () => {
  it("moves no coordinate further than epsilon", () => {
    const maximisers = innerMaximiserLinf({ ...linearProblem(W, X, Y), epsilon: EPSILON });
    expect(maximisers.shape).toEqual([2, 2]);
    const moves = values(tf.abs(tf.sub(maximisers, tf.tensor2d(X))));
    expect(Math.max(...moves), "the largest move of a coordinate").toBeLessThanOrEqual(EPSILON + 1e-6);
  });

  it("attains the largest loss that a search over the square finds", () => {
    const maximisers = innerMaximiserLinf({ ...linearProblem(W, X, Y), epsilon: EPSILON });
    const losses = maximisers.arraySync().map((point, index) => -(Y[index] ?? 0) * dot(W, point));
    expectNumbers(losses, [Math.max(...lossesOnSquare(0)), Math.max(...lossesOnSquare(1))]);
  });

  it("need not move a coordinate that the model ignores", () => {
    const ignoring = linearProblem([3, 0], [[1, 0]], [1]);
    const [[first = NaN, second = NaN] = []] = innerMaximiserLinf({ ...ignoring, epsilon: EPSILON }).arraySync();
    expectNumber("the first coordinate", first, 0.9);
    // The second coordinate does not affect the margin: any value within the square is accepted.
    expect(Math.abs(second), "the move of the second coordinate").toBeLessThanOrEqual(EPSILON + 1e-6);
  });
});

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import {
  assertLinearProblem,
  assertNonNegative,
  type LinearAttackProblem,
  type MarginLoss,
  NotImplementedError,
} from "@robustness-lab/fixtures";

/**
 * The inner maximum of l2 adversarial training, in closed form, for each point:
 * max over ||x̂_i - x_i||_2 <= epsilon of l(y_i w·x̂_i).
 *
 * @param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0, and the loss l, elementwise and monotonically decreasing
 * @returns [n], the worst-case loss of each point (not their mean)
 * @throws TypeError for a wrong shape, RangeError for a wrong label or epsilon
 * @see README.md, Problem 1
 */
export function innerMaximumL2(problem: LinearAttackProblem & { readonly loss: MarginLoss }): Tensor1D {
  const { loss, w, x, y, epsilon } = problem;
  assertLinearProblem(problem);
  assertNonNegative("epsilon", epsilon);
  throw new NotImplementedError("1.2 innerMaximumL2"); // TODO 1.2: the largest loss of any point within epsilon of x_i, in closed form
}

/**
 * A maximiser of the same problem, for each point: an x̂_i with ||x̂_i - x_i||_2 <= epsilon that attains the inner
 * maximum. If w = 0, every point of the ball attains it, x_i included.
 *
 * @param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0
 * @returns [n, d]
 * @throws TypeError for a wrong shape, RangeError for a wrong label or epsilon
 * @see README.md, Problem 1
 */
export function innerMaximiserL2(problem: LinearAttackProblem): Tensor2D {
  const { w, x, y, epsilon } = problem;
  assertLinearProblem(problem);
  assertNonNegative("epsilon", epsilon);
  throw new NotImplementedError("1.3 innerMaximiserL2"); // TODO 1.3: the worst point within epsilon of each x_i; mind w = 0
}

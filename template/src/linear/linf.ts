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
 * The inner maximum of l_inf adversarial training, in closed form, for each point:
 * max over ||x̂_i - x_i||_inf <= epsilon of l(y_i w·x̂_i).
 *
 * @param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0, and the loss l, elementwise and monotonically decreasing
 * @returns [n], the worst-case loss of each point (not their mean)
 * @throws TypeError for a wrong shape, RangeError for a wrong label or epsilon
 * @see README.md, Problem 1
 */
export function innerMaximumLinf(problem: LinearAttackProblem & { readonly loss: MarginLoss }): Tensor1D {
  const { loss, w, x, y, epsilon } = problem;
  assertLinearProblem(problem);
  assertNonNegative("epsilon", epsilon);
  throw new NotImplementedError("1.5 innerMaximumLinf"); // TODO 1.5: as in 1.2, for the l_inf ball; which norm of w appears now?
}

/**
 * A maximiser of the same problem, for each point: an x̂_i with ||x̂_i - x_i||_inf <= epsilon that attains the inner
 * maximum. If w_j = 0, any value within epsilon of x_ij attains it.
 *
 * @param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0
 * @returns [n, d]
 * @throws TypeError for a wrong shape, RangeError for a wrong label or epsilon
 * @see README.md, Problem 1
 */
export function innerMaximiserLinf(problem: LinearAttackProblem): Tensor2D {
  const { w, x, y, epsilon } = problem;
  assertLinearProblem(problem);
  assertNonNegative("epsilon", epsilon);
  throw new NotImplementedError("1.5 innerMaximiserLinf"); // TODO 1.5: the worst point of the l_inf ball around each x_i
}

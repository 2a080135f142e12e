import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import {
  assertLinearProblem,
  assertNonNegative,
  type LinearAttackProblem,
  type MarginLoss,
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
  // <exercise 1.5 innerMaximumLinf: as in 1.2, for the l_inf ball; which norm of w appears now?>
  // Hölder: w·delta >= -||w||_1 ||delta||_inf. The norm of w is dual to the norm that bounds delta.
  return tf.tidy(() => {
    const margins = tf.mul(y, tf.dot(x, w));
    return loss(tf.sub(margins, tf.mul(epsilon, tf.norm(w, 1))));
  });
  // </exercise>
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
  // <exercise 1.5 innerMaximiserLinf: the worst point of the l_inf ball around each x_i>
  // The coordinates are independent: delta_ij = -y_i epsilon sign(w_j) minimises every term of y_i w·delta_i.
  return tf.tidy(() => {
    const directions = tf.mul(tf.reshape(y, [-1, 1]), tf.reshape(tf.sign(w), [1, -1]));
    return tf.sub(x, tf.mul(epsilon, directions));
  });
  // </exercise>
}

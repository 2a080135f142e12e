import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import {
  assertLinearProblem,
  assertNonNegative,
  type LinearAttackProblem,
  type MarginLoss,
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
  // <exercise 1.2 innerMaximumL2: the largest loss of any point within epsilon of x_i, in closed form>
  // l decreases, so the worst point has the smallest margin. By Cauchy-Schwarz
  // y w·(x + delta) >= y w·x - ||w||_2 ||delta||_2 >= m - epsilon ||w||_2, and the maximiser below attains it.
  return tf.tidy(() => {
    const margins = tf.mul(y, tf.dot(x, w));
    return loss(tf.sub(margins, tf.mul(epsilon, tf.norm(w))));
  });
  // </exercise>
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
  // <exercise 1.3 innerMaximiserL2: the worst point within epsilon of each x_i; mind w = 0>
  // Cauchy-Schwarz is an equality if delta is parallel to w: delta_i = -y_i epsilon w / ||w||_2.
  return tf.tidy(() => tf.sub(x, outer(y, tf.mul(epsilon, unitOrZero(w)))));
  // </exercise>
}
// <solution-only>

/** w / ||w||_2, or 0 if w = 0. Dividing by the largest entry first keeps the squares of tiny entries from underflowing. */
function unitOrZero(w: Tensor1D): Tensor1D {
  const largest = tf.norm(w, Infinity);
  const scaled = tf.div<Tensor1D>(w, tf.add(largest, tf.equal(largest, 0)));
  const length = tf.norm(scaled);
  return tf.div(scaled, tf.add(length, tf.equal(length, 0)));
}

/** Outer product: [n] and [d] to [n, d]. */
function outer(rows: Tensor1D, columns: Tensor1D): Tensor2D {
  return tf.mul(tf.reshape(rows, [-1, 1]), tf.reshape(columns, [1, -1]));
}
// </solution-only>

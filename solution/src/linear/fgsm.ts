import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import {
  assertLinearProblem,
  assertNonNegative,
  type LinearAttackProblem,
  type LinearProblem,
  type MarginLoss,
} from "@robustness-lab/fixtures";

/**
 * FGSM on a linear model: x̂_i = x_i + epsilon sign(grad_x l(y_i w·x_i)), with sign(0) = 0.
 *
 * @param problem w [d], x [n, d], y [n] in {-1, +1}, epsilon >= 0, and the derivative l' of the loss, elementwise, <= 0
 * @returns [n, d]
 * @throws TypeError for a wrong shape, RangeError for a wrong label or epsilon
 * @see Goodfellow, Shlens and Szegedy, Explaining and harnessing adversarial examples, 2015
 */
export function fgsmLinear(problem: LinearAttackProblem & { readonly lossDerivative: MarginLoss }): Tensor2D {
  const { lossDerivative, w, x, y, epsilon } = problem;
  assertLinearProblem(problem);
  assertNonNegative("epsilon", epsilon);
  // <exercise 1.6 fgsmLinear: write the gradient with respect to x_i by the chain rule, then take its sign>
  // With m = y w·x: grad_x l(m) = l'(m) y w. Where l'(m) < 0 its sign is -y sign(w), and FGSM gives the maximiser of 1.5.
  // Takes the sign of each factor, not of their product: a tiny l'(m) times a small w_j underflows to 0 in float32.
  return tf.tidy(() => {
    const slopes = tf.sign(tf.mul(lossDerivative(tf.mul(y, tf.dot(x, w))), y));
    const signs = tf.mul(tf.reshape(slopes, [-1, 1]), tf.reshape(tf.sign(w), [1, -1]));
    return tf.add(x, tf.mul(epsilon, signs));
  });
  // </exercise>
}

/**
 * Finds the points for which FGSM gives the l_inf maximiser of exercise 1.5, if w != 0 and epsilon > 0.
 *
 * @param problem w [d], x [n, d], y [n] in {-1, +1}, and the derivative l' of the loss, elementwise, <= 0
 * @returns bool [n], true where FGSM gives the maximiser
 * @throws TypeError for a wrong shape, RangeError for a wrong label
 */
export function fgsmEqualsMaximiser(problem: LinearProblem & { readonly lossDerivative: MarginLoss }): Tensor1D {
  const { lossDerivative, w, x, y } = problem;
  assertLinearProblem(problem);
  // <exercise 1.6 fgsmEqualsMaximiser: when does FGSM not move at all?>
  // Where l'(m) = 0 (for the hinge: beyond m = 1) the gradient is 0 and FGSM stays at x_i.
  return tf.tidy(() => tf.notEqual(lossDerivative(tf.mul(y, tf.dot(x, w))), 0));
  // </exercise>
}

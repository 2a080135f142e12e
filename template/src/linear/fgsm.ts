import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import {
  assertLinearProblem,
  assertNonNegative,
  type LinearAttackProblem,
  type LinearProblem,
  type MarginLoss,
  NotImplementedError,
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
  throw new NotImplementedError("1.6 fgsmLinear"); // TODO 1.6: write the gradient with respect to x_i by the chain rule, then take its sign
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
  throw new NotImplementedError("1.6 fgsmEqualsMaximiser"); // TODO 1.6: when does FGSM not move at all?
}

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D } from "@tensorflow/tfjs-core";
import { assertShape } from "@robustness-lab/fixtures";

/**
 * Hinge loss of margins, elementwise: l(z) = max(0, 1 - z).
 *
 * @param margins z [n], any finite values
 * @returns [n], values >= 0
 * @throws TypeError unless the margins have rank 1
 * @see Cortes and Vapnik, Support-vector networks, 1995
 */
export function hingeLoss(margins: Tensor1D): Tensor1D {
  assertShape("margins", margins, ["n"]);
  // <exercise 1.1 hingeLoss: max(0, 1 - z), elementwise>
  return tf.tidy(() => tf.relu(tf.sub<Tensor1D>(1, margins)));
  // </exercise>
}

/**
 * Logistic loss of margins, elementwise: l(z) = log(1 + exp(-z)), finite and accurate for |z| up to 1e4 at least.
 *
 * @param margins z [n], any finite values
 * @returns [n], values >= 0
 * @throws TypeError unless the margins have rank 1
 */
export function logisticLoss(margins: Tensor1D): Tensor1D {
  assertShape("margins", margins, ["n"]);
  // <exercise 1.1 logisticLoss: log(1 + exp(-z)), elementwise; exp(1000) overflows, your loss must not>
  // softplus(-z) = max(0, -z) + log1p(exp(-|z|)) takes no exponential of a positive number. Its gradient in tfjs is
  // -sigmoid(-z), correct at z = 0 too, where differentiating this formula term by term is not.
  return tf.tidy(() => tf.softplus(tf.neg(margins)));
  // </exercise>
}

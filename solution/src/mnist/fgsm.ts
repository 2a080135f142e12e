import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor4D } from "@tensorflow/tfjs-core";
import {
  assertFinite,
  assertLabelledImages,
  assertNonNegative,
  type Classifier,
  type Loss,
} from "@robustness-lab/fixtures";

/** Input of `fgsm`. */
export interface FgsmProblem {
  readonly classifier: Classifier;
  /** J, averaged over the batch: only the sign of its gradient matters. */
  readonly loss: Loss;
  /** [n, h, w, c] in [0, 1] */
  readonly images: Tensor4D;
  /** [n], the true classes */
  readonly labels: Tensor1D;
  /** The l_inf radius, >= 0, in units of the pixel range [0, 1]. */
  readonly epsilon: number;
}

/**
 * The fast gradient sign method: x̂ = clip(x + epsilon sign(grad_x J(f(x), y)), 0, 1), with sign(0) = 0. The
 * images and labels stay the caller's.
 *
 * @returns [n, h, w, c] in [0, 1], within epsilon of the images in l_inf
 * @throws TypeError for a wrong shape, RangeError for pixels, labels or epsilon out of range, or a gradient that is not finite
 * @see Goodfellow, Shlens and Szegedy, Explaining and harnessing adversarial examples, 2015
 */
export function fgsm(problem: FgsmProblem): Tensor4D {
  const { classifier, loss, images, labels, epsilon } = problem;
  assertLabelledImages(images, labels);
  assertNonNegative("epsilon", epsilon);
  // <exercise 2.4 fgsm: tf.grad gives the gradient of the loss with respect to the images; step along its sign, then clip>
  return tf.tidy(() => {
    const gradient = tf.grad((x) => loss(classifier(x as Tensor4D), labels))(images) as Tensor4D;
    assertFinite("the gradient", gradient);
    return tf.clipByValue(tf.add<Tensor4D>(images, tf.mul(epsilon, tf.sign(gradient))), 0, 1);
  });
  // </exercise>
}

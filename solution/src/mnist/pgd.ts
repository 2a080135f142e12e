import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor4D } from "@tensorflow/tfjs-core";
import {
  assertFinite,
  assertLabelledImages,
  assertNonNegative,
  assertPositiveInteger,
  assertShape,
  type Classifier,
  type Loss,
  type Projection,
  type Start,
  type Step,
} from "@robustness-lab/fixtures";

/**
 * The steepest ascent step in l_inf: a displacement of l_inf length alpha that increases g·delta most; a pixel whose g is 0
 * stays.
 *
 * @param gradient g [n, h, w, c], finite
 * @param alpha >= 0, the l_inf length of the step
 * @returns [n, h, w, c], the displacement
 * @throws TypeError for a wrong shape, RangeError for alpha out of range or a gradient that is not finite
 */
export function stepLinf(gradient: Tensor4D, alpha: number): Tensor4D {
  assertStep(gradient, alpha);
  // <exercise 2.8 stepLinf: which displacement of l_inf length alpha increases g·delta most?>
  return tf.tidy(() => tf.mul(alpha, tf.sign(gradient)));
  // </exercise>
}

/**
 * The steepest ascent step in l2: for each image, the displacement of l2 length alpha that increases g·delta most; an image
 * whose g is 0 stays.
 *
 * @param gradient g [n, h, w, c], finite; of any size, since the gradients of a well-fitted model are tiny
 * @param alpha >= 0, the l2 length of the step
 * @returns [n, h, w, c], the displacement
 * @throws TypeError for a wrong shape, RangeError for alpha out of range or a gradient that is not finite
 */
export function stepL2(gradient: Tensor4D, alpha: number): Tensor4D {
  assertStep(gradient, alpha);
  // <exercise 2.8 stepL2: which displacement of l2 length alpha increases g·delta most? mind g = 0>
  // Dividing by the largest entry first keeps the squares of tiny gradients from underflowing in float32.
  return tf.tidy(() => {
    const largest = tf.max(tf.abs(gradient), [1, 2, 3], true);
    const scaled = tf.div(gradient, tf.add(largest, tf.equal(largest, 0)));
    const length = tf.sqrt(tf.sum(tf.square(scaled), [1, 2, 3], true));
    return tf.mul(alpha, tf.div(scaled, tf.add(length, tf.equal(length, 0))));
  });
  // </exercise>
}

/** Input of `pgd`: the model and data as for FGSM, and the three functions that make the attack l_inf or l2. */
export interface PgdProblem {
  readonly classifier: Classifier;
  /** J, averaged over the batch: the step is normalised, so only the direction of its gradient matters. */
  readonly loss: Loss;
  /** [n, h, w, c] in [0, 1] */
  readonly images: Tensor4D;
  /** [n], the true classes */
  readonly labels: Tensor1D;
  /** The number of steps, an integer >= 1. */
  readonly steps: number;
  /** Passed to `start`. */
  readonly seed: number;
  readonly start: Start;
  readonly step: Step;
  readonly project: Projection;
}

/**
 * Projected gradient ascent: x_0 = start(x, seed), x_{t+1} = project(x_t + step(grad_x J(f(x_t), y)), x). The images stay the
 * caller's, and start, step and project may return a tensor that they were given.
 *
 * @returns the last iterate [n, h, w, c]
 * @throws TypeError for a wrong shape, RangeError for pixels, labels or steps out of range, or a gradient that is not finite
 * @see Madry et al., Towards deep learning models resistant to adversarial attacks, 2018
 */
export function pgd(problem: PgdProblem): Tensor4D {
  const { classifier, loss, images, labels, steps, seed, start, step, project } = problem;
  assertLabelledImages(images, labels);
  assertPositiveInteger("steps", steps);
  // <exercise 2.8 pgd: from start(images, seed), `steps` times: gradient at the iterate, step, project around the images>
  const gradientAt = tf.grad((x) => loss(classifier(x as Tensor4D), labels));
  return tf.tidy(() => {
    // Clones, because start and project may return a tensor that we must not dispose of, such as the images.
    let iterate = tf.clone(start(images, seed));
    for (let t = 0; t < steps; t += 1) {
      const next = tf.tidy(() => {
        const gradient = gradientAt(iterate) as Tensor4D;
        assertFinite("the gradient", gradient);
        return tf.clone(project(tf.add(iterate, step(gradient)), images));
      });
      iterate.dispose();
      iterate = next;
    }
    return iterate;
  });
  // </exercise>
}

function assertStep(gradient: Tensor4D, alpha: number): void {
  assertShape("gradient", gradient, ["n", "height", "width", "channels"]);
  assertNonNegative("alpha", alpha);
  assertFinite("the gradient", gradient);
}

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
  NotImplementedError,
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
  throw new NotImplementedError("2.8 stepLinf"); // TODO 2.8: which displacement of l_inf length alpha increases g·delta most?
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
  throw new NotImplementedError("2.8 stepL2"); // TODO 2.8: which displacement of l2 length alpha increases g·delta most? mind g = 0
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
  throw new NotImplementedError("2.8 pgd"); // TODO 2.8: from start(images, seed), `steps` times: gradient at the iterate, step, project around the images
}

function assertStep(gradient: Tensor4D, alpha: number): void {
  assertShape("gradient", gradient, ["n", "height", "width", "channels"]);
  assertNonNegative("alpha", alpha);
  assertFinite("the gradient", gradient);
}

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import {
  assertNonNegative,
  assertPixels,
  assertSeed,
  assertShape,
  deriveSeed,
  NotImplementedError,
} from "@robustness-lab/fixtures";

/**
 * A random start for l_inf PGD: images + delta with each delta_j uniform in [-epsilon, epsilon], clipped to [0, 1].
 *
 * @param images [n, h, w, c] in [0, 1]
 * @param epsilon >= 0
 * @param seed an integer in 1 .. 2^31 - 1; the same seed gives the same start, different seeds give different ones
 * @returns [n, h, w, c]
 * @throws TypeError for a wrong shape, RangeError for pixels, epsilon or seed out of range
 * @see Madry et al., Towards deep learning models resistant to adversarial attacks, 2018
 */
export function randomStartLinf(images: Tensor4D, epsilon: number, seed: number): Tensor4D {
  assertStart(images, epsilon, seed);
  throw new NotImplementedError("2.7 randomStartLinf"); // TODO 2.7: uniform in the l_inf ball, one draw for each pixel of each image; then clip to [0, 1]
}

/**
 * A random start for l2 PGD: images + delta with delta uniform in the l2 ball of radius epsilon, clipped to [0, 1].
 * Uniform in the ball: the direction is uniform, and the fraction of deltas shorter than r is (r / epsilon)^d with d = h w c.
 *
 * @param images [n, h, w, c] in [0, 1]
 * @param epsilon >= 0
 * @param seed an integer in 1 .. 2^31 - 1; the same seed gives the same start, different seeds give different ones
 * @returns [n, h, w, c]
 * @throws TypeError for a wrong shape, RangeError for pixels, epsilon or seed out of range
 */
export function randomStartL2(images: Tensor4D, epsilon: number, seed: number): Tensor4D {
  assertStart(images, epsilon, seed);
  throw new NotImplementedError("2.7 randomStartL2"); // TODO 2.7: uniform in the l2 ball: which length makes small and large balls equally dense?
}

function assertStart(images: Tensor4D, epsilon: number, seed: number): void {
  assertShape("images", images, ["n", "height", "width", "channels"]);
  assertPixels("images", images);
  assertNonNegative("epsilon", epsilon);
  assertSeed(seed);
}

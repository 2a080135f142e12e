import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { assertNonNegative, assertPixels, assertSeed, assertShape, deriveSeed } from "@robustness-lab/fixtures";

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
  // <exercise 2.7 randomStartLinf: uniform in the l_inf ball, one draw for each pixel of each image; then clip to [0, 1]>
  return tf.tidy(() =>
    tf.clipByValue(tf.add<Tensor4D>(images, tf.randomUniform(images.shape, -epsilon, epsilon, "float32", seed)), 0, 1),
  );
  // </exercise>
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
  // <exercise 2.7 randomStartL2: uniform in the l2 ball: which length makes small and large balls equally dense?>
  // A normalised Gaussian is uniform on the sphere; the length epsilon u^(1/d) makes P(length < r) = (r / epsilon)^d.
  return tf.tidy(() => {
    const [n, height, width, channels] = images.shape;
    const gaussian = tf.randomNormal(images.shape, 0, 1, "float32", deriveSeed(seed, "direction"));
    const direction = tf.div(gaussian, tf.maximum(tf.sqrt(tf.sum(tf.square(gaussian), [1, 2, 3], true)), 1e-12));
    const u = tf.randomUniform([n, 1, 1, 1], 0, 1, "float32", deriveSeed(seed, "length"));
    const length = tf.mul(epsilon, tf.pow(u, 1 / (height * width * channels)));
    return tf.clipByValue(tf.add<Tensor4D>(images, tf.mul(direction, length)), 0, 1);
  });
  // </exercise>
}

function assertStart(images: Tensor4D, epsilon: number, seed: number): void {
  assertShape("images", images, ["n", "height", "width", "channels"]);
  assertPixels("images", images);
  assertNonNegative("epsilon", epsilon);
  assertSeed(seed);
}

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { assertNonNegative, assertPixels, assertShape } from "@robustness-lab/fixtures";

/**
 * Brings candidates back into the l_inf ball of radius epsilon around their images, and into the box [0, 1].
 *
 * @param candidate [n, h, w, c], any finite values
 * @param images [n, h, w, c] in [0, 1], the centres
 * @param epsilon >= 0
 * @returns [n, h, w, c]: the nearest allowed points; an allowed candidate comes back unchanged
 * @throws TypeError for a wrong shape, RangeError for pixels or epsilon out of range
 */
export function projectLinf(candidate: Tensor4D, images: Tensor4D, epsilon: number): Tensor4D {
  assertProjection(candidate, images, epsilon);
  // <exercise 2.6 projectLinf: clip each pixel to within epsilon of the image's, then to [0, 1]>
  return tf.tidy(() => {
    const inBall = tf.minimum<Tensor4D>(tf.maximum(candidate, tf.sub(images, epsilon)), tf.add(images, epsilon));
    return tf.clipByValue(inBall, 0, 1);
  });
  // </exercise>
}

/**
 * Brings candidates back into the l2 ball of radius epsilon around their images (each image has a ball of its own), and
 * into the box [0, 1]: projection onto the ball, then clipping. Clipping moves a point towards its image, so the result
 * stays in the ball.
 *
 * @param candidate [n, h, w, c], values whose squares are finite too
 * @param images [n, h, w, c] in [0, 1], the centres
 * @param epsilon >= 0
 * @returns [n, h, w, c]; an allowed candidate comes back unchanged, up to rounding
 * @throws TypeError for a wrong shape, RangeError for pixels or epsilon out of range
 */
export function projectL2(candidate: Tensor4D, images: Tensor4D, epsilon: number): Tensor4D {
  assertProjection(candidate, images, epsilon);
  // <exercise 2.6 projectL2: shorten what is longer than epsilon, leave the rest alone; mind a candidate at the centre>
  return tf.tidy(() => {
    const delta = tf.sub(candidate, images);
    const length = tf.sqrt(tf.sum(tf.square(delta), [1, 2, 3], true));
    // epsilon / max(length, epsilon) is min(1, epsilon / length) without a division by zero (unless epsilon is 0 too).
    const factor = tf.div(epsilon, tf.maximum(length, Math.max(epsilon, SMALLEST_LENGTH)));
    return tf.clipByValue(tf.add<Tensor4D>(images, tf.mul(delta, factor)), 0, 1);
  });
  // </exercise>
}

function assertProjection(candidate: Tensor4D, images: Tensor4D, epsilon: number): void {
  assertShape("images", images, ["n", "height", "width", "channels"]);
  assertShape("candidate", candidate, images.shape);
  assertPixels("images", images);
  assertNonNegative("epsilon", epsilon);
}
// <solution-only>

/** Below any length that matters, above zero. */
const SMALLEST_LENGTH = 1e-12;
// </solution-only>

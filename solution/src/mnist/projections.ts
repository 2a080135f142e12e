import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { assertNonNegative, assertPixels, assertShape } from "@robustness-lab/fixtures";

/**
 * Projects candidates onto the l_inf ball of radius epsilon around their images, and onto the box [0, 1].
 *
 * @param candidate [n, h, w, c], any finite values
 * @param images [n, h, w, c] in [0, 1], the centres
 * @param epsilon >= 0
 * @returns [n, h, w, c]: the nearest allowed points; an allowed candidate is returned unchanged
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
 * Projects candidates onto the l2 ball of radius epsilon around their images (one ball for each image), then clips them to
 * the box [0, 1]. Clipping moves a point towards its image, so the result stays in the ball.
 *
 * @param candidate [n, h, w, c], values whose squares are finite too
 * @param images [n, h, w, c] in [0, 1], the centres
 * @param epsilon >= 0
 * @returns [n, h, w, c]; an allowed candidate is returned unchanged, up to rounding
 * @throws TypeError for a wrong shape, RangeError for pixels or epsilon out of range
 */
export function projectL2(candidate: Tensor4D, images: Tensor4D, epsilon: number): Tensor4D {
  assertProjection(candidate, images, epsilon);
  // <exercise 2.6 projectL2: shorten displacements longer than epsilon, keep the others; mind a candidate at the centre>
  return tf.tidy(() => {
    const delta = tf.sub(candidate, images);
    const length = tf.sqrt(tf.sum(tf.square(delta), [1, 2, 3], true));
    // epsilon / max(length, epsilon) is min(1, epsilon / length) without a division by 0; SMALLEST_LENGTH is for epsilon = 0.
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

/** Positive, and below any length that matters. */
const SMALLEST_LENGTH = 1e-12;
// </solution-only>

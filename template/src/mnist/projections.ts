import * as tf from "@tensorflow/tfjs-core";
import type { Tensor4D } from "@tensorflow/tfjs-core";
import { assertNonNegative, assertPixels, assertShape, NotImplementedError } from "@robustness-lab/fixtures";

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
  throw new NotImplementedError("2.6 projectLinf"); // TODO 2.6: clip each pixel to within epsilon of the image's, then to [0, 1]
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
  throw new NotImplementedError("2.6 projectL2"); // TODO 2.6: shorten displacements longer than epsilon, keep the others; mind a candidate at the centre
}

function assertProjection(candidate: Tensor4D, images: Tensor4D, epsilon: number): void {
  assertShape("images", images, ["n", "height", "width", "channels"]);
  assertShape("candidate", candidate, images.shape);
  assertPixels("images", images);
  assertNonNegative("epsilon", epsilon);
}

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { assertLabels, assertPositiveInteger, assertShape, NotImplementedError } from "@robustness-lab/fixtures";

/**
 * Accuracy: the fraction of rows whose largest logit is that of the label. If several logits of a row are the largest, any of
 * their classes may count. The arguments stay the caller's: they are not disposed of.
 *
 * @param logits [n, k], n >= 1
 * @param labels [n], integers in 0 .. k - 1
 * @returns a number in [0, 1]
 * @throws TypeError for a wrong shape, RangeError for a label out of range or an empty batch
 */
export function accuracy(logits: Tensor2D, labels: Tensor1D): number {
  assertLogits(logits, labels);
  throw new NotImplementedError("2.1 accuracy"); // TODO 2.1: the fraction (0 to 1) of rows whose largest logit is at the label
}

/**
 * Cross-entropy of the softmax, averaged over the batch: J = (1/n) sum_i log(sum_k exp(z_ik)) - z_i,label(i).
 * Finite even if logits differ by 1e4 or more, and differentiable in the logits, with a finite gradient. The arguments stay
 * the caller's: they are not disposed of.
 *
 * @param logits z [n, k], n >= 1
 * @param labels [n], integers in 0 .. k - 1
 * @returns a scalar >= 0, in nats
 * @throws TypeError for a wrong shape, RangeError for a label out of range or an empty batch
 */
export function crossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  assertLogits(logits, labels);
  throw new NotImplementedError("2.1 crossEntropy"); // TODO 2.1: the mean of -log softmax(z)[label]; log(softmax(z)) is -Infinity if the gap is large
}

function assertLogits(logits: Tensor2D, labels: Tensor1D): void {
  assertShape("logits", logits, ["n", "k"]);
  assertShape("labels", labels, [logits.shape[0]]);
  assertPositiveInteger("the number of rows", logits.shape[0]);
  assertLabels("labels", labels, logits.shape[1]);
}

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { assertPositiveInteger, type Attack, type Batch, type Classifier } from "@robustness-lab/fixtures";

/** Input of `robustAccuracy`. */
export interface Evaluation {
  readonly classifier: Classifier;
  readonly attack: Attack;
  /** The batches to evaluate; their sizes may differ. A batch is valid until the next one is requested, and stays the caller's. */
  readonly batches: Iterable<Batch>;
  /** Accuracy in [0, 1] of logits [n, k] for labels [n]. */
  readonly accuracy: (logits: Tensor2D, labels: Tensor1D) => number;
}

/**
 * Accuracy under attack: the fraction of all images that are classified as their true label after the attack. An image that
 * was misclassified before the attack counts too: as wrong, unless the attack happens to correct it.
 *
 * @returns a number in [0, 1]
 * @throws RangeError if there are no images
 */
export function robustAccuracy(evaluation: Evaluation): number {
  const { classifier, attack, batches, accuracy } = evaluation;
  // <exercise 2.5 robustAccuracy: attack each batch, classify the result; the last batch may be smaller than the others>
  let correct = 0;
  let total = 0;
  for (const batch of batches) {
    const size = batch.labels.size;
    // One tidy for each batch and none around the loop: the batches own their tensors.
    const fraction = tf.tidy(() => {
      const logits = classifier(attack(classifier, batch));
      return accuracy(logits, batch.labels);
    });
    correct += fraction * size;
    total += size;
  }
  assertPositiveInteger("the number of images", total);
  return correct / total;
  // </exercise>
}

/** Input of `accuracyCurve`. */
export interface CurveProblem {
  /** The attack with radius epsilon. */
  readonly attackAt: (epsilon: number) => Attack;
  /** Radii, in any order. */
  readonly epsilons: readonly number[];
  /** Accuracy in [0, 1] under an attack, over the whole test set. */
  readonly evaluate: (attack: Attack) => number;
}

/**
 * Accuracy under attack at each epsilon. Every attack starts from the clean images.
 *
 * @returns accuracies in [0, 1], in the order of the epsilons
 */
export function accuracyCurve(problem: CurveProblem): number[] {
  const { attackAt, epsilons, evaluate } = problem;
  // <exercise 2.5 accuracyCurve: one evaluation for each epsilon>
  return epsilons.map((epsilon) => evaluate(attackAt(epsilon)));
  // </exercise>
}

/** Input of `adversarialExamples`. The batch stays the caller's. */
export interface GalleryProblem {
  readonly classifier: Classifier;
  readonly attack: Attack;
  readonly batch: Batch;
  /** The largest number of digits to return, an integer >= 1. */
  readonly count: number;
}

/** Digits that are classified correctly before an attack and wrongly after it; all four fields are in the same order. */
export interface Gallery {
  /** Positions in the batch, ascending. */
  readonly indices: readonly number[];
  /** The predicted classes before the attack, which are the true labels. */
  readonly before: readonly number[];
  /** The predicted classes after the attack. */
  readonly after: readonly number[];
  /** The adversarial digits [indices.length, h, w, c]. */
  readonly images: Tensor4D;
}

/**
 * Finds the first `count` digits of a batch (or all of them, if there are fewer) that are classified correctly before the
 * attack and wrongly after it. Where the attack turned none, the gallery is empty.
 *
 * @throws RangeError if count is not an integer >= 1
 */
export function adversarialExamples(problem: GalleryProblem): Gallery {
  const { classifier, attack, batch, count } = problem;
  assertPositiveInteger("count", count);
  // <exercise 2.5 adversarialExamples: compare the predictions before and after with the labels; tf.gather picks rows>
  return tf.tidy(() => {
    const attacked = attack(classifier, batch);
    const before = predictions(classifier, batch.images);
    const after = predictions(classifier, attacked);
    const turned = [...batch.labels.dataSync()]
      .map((label, index) => ({ label, index }))
      .filter(({ label, index }) => before[index] === label && after[index] !== label)
      .map(({ index }) => index)
      .slice(0, count);
    return {
      indices: turned,
      before: turned.map((index) => before[index] as number),
      after: turned.map((index) => after[index] as number),
      images: tf.gather(attacked, tf.tensor1d(turned, "int32")),
    };
  });
  // </exercise>
}
// <solution-only>

/** The class of each image: the index of its largest logit. */
function predictions(classifier: Classifier, images: Tensor4D): readonly number[] {
  return tf.tidy(() => [...tf.argMax(classifier(images), 1).dataSync()]);
}
// </solution-only>

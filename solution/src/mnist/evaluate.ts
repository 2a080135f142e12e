import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { assertPositiveInteger, type Attack, type Batch, type Classifier } from "@robustness-lab/fixtures";

/** What an evaluation needs. */
export interface Evaluation {
  readonly classifier: Classifier;
  readonly attack: Attack;
  /** The batches to go through; they need not have the same size. */
  readonly batches: Iterable<Batch>;
  /** Accuracy in [0, 1] of logits [n, k] for labels [n]. */
  readonly accuracy: (logits: Tensor2D, labels: Tensor1D) => number;
}

/**
 * Accuracy under attack: the fraction of all images that are still classified as their true label after the attack.
 * Images that were misclassified to begin with count as wrong unless the attack happens to mend them.
 *
 * @returns a number in [0, 1]
 * @throws RangeError when there are no images
 */
export function robustAccuracy(evaluation: Evaluation): number {
  const { classifier, attack, batches, accuracy } = evaluation;
  // <exercise 2.5 robustAccuracy: attack each batch, classify the result; the last batch may be smaller than the others>
  let correct = 0;
  let total = 0;
  for (const batch of batches) {
    const size = batch.labels.size;
    // Not inside a tidy around the loop: the batches own their tensors.
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

/** What a curve of accuracy over epsilon needs. */
export interface CurveProblem {
  /** The attack of a given radius. */
  readonly attackAt: (epsilon: number) => Attack;
  /** Radii, in any order. */
  readonly epsilons: readonly number[];
  /** Accuracy in [0, 1] under an attack, over the whole test set. */
  readonly evaluate: (attack: Attack) => number;
}

/**
 * Accuracy under attack at each epsilon, each measured from the clean images.
 *
 * @returns accuracies in [0, 1], in the order of the epsilons
 */
export function accuracyCurve(problem: CurveProblem): number[] {
  const { attackAt, epsilons, evaluate } = problem;
  // <exercise 2.5 accuracyCurve: one evaluation for each epsilon>
  return epsilons.map((epsilon) => evaluate(attackAt(epsilon)));
  // </exercise>
}

/** What a gallery needs. */
export interface GalleryProblem {
  readonly classifier: Classifier;
  readonly attack: Attack;
  readonly batch: Batch;
  /** How many digits to show at most, an integer >= 1. */
  readonly count: number;
}

/** Digits that an attack turned: all four in the same order. */
export interface Gallery {
  /** Places in the batch, ascending. */
  readonly indices: readonly number[];
  /** The class each had before the attack, which is its true label. */
  readonly before: readonly number[];
  /** The class each has after the attack. */
  readonly after: readonly number[];
  /** The adversarial digits [indices.length, h, w, c]. */
  readonly images: Tensor4D;
}

/**
 * The first `count` digits of a batch that are classified correctly before the attack and wrongly after it; fewer, if
 * there are fewer.
 *
 * @throws RangeError when count is no integer >= 1
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

/** The class of each image: the place of its largest logit. */
function predictions(classifier: Classifier, images: Tensor4D): readonly number[] {
  return tf.tidy(() => [...tf.argMax(classifier(images), 1).dataSync()]);
}
// </solution-only>

import type { AttackDescription } from "../../run/arguments/described.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { softmaxOf } from "./image-gradients.ts";
import type { Vector } from "./vectors.ts";

/** logits = x W + b, as numbers: W [pixels][classes]. */
export interface SoftmaxRegression {
  readonly weights: readonly Vector[];
  readonly bias: Vector;
}

/** Flattened images and their labels. */
export interface Examples {
  readonly images: readonly Vector[];
  readonly labels: Vector;
}

/** Where training ended, and the loss before each of its steps. */
export interface TrainedRegression {
  readonly model: SoftmaxRegression;
  readonly losses: Vector;
}

/**
 * Gradient descent on the mean cross-entropy of attacked batches, one step for each, in closed form and double precision.
 * Each batch is attacked with the model as it is then.
 */
export function trainRegression(
  initial: SoftmaxRegression,
  batches: readonly Examples[],
  learningRate: number,
  attack: AttackDescription,
): TrainedRegression {
  let model = initial;
  const losses: number[] = [];
  for (const batch of batches) {
    const attacked = { images: attackedImages(model, batch, attack), labels: batch.labels };
    losses.push(
      crossEntropy(
        attacked.images.map((image) => logitsOf(model, image)),
        attacked.labels,
      ),
    );
    model = descended(model, attacked, learningRate);
  }
  return { model, losses };
}

/** The attacks that probes hand over (see AttackDescription), for one batch. */
function attackedImages(
  model: SoftmaxRegression,
  { images, labels }: Examples,
  attack: AttackDescription,
): readonly Vector[] {
  return images.map((image, index) => {
    if (attack.kind === "identity") return image;
    if (attack.kind === "negative") return image.map((pixel) => pixel + attack.strength * (1 - 2 * pixel));
    const sureness = softmaxOf(logitsOf(model, image))[labels[index] as number] as number;
    return image.map((pixel) => pixel * (1 - attack.strength * sureness));
  });
}

/** One step down the gradient: the mean of (softmax - onehot) x^T for the weights, of (softmax - onehot) for the bias. */
function descended(model: SoftmaxRegression, { images, labels }: Examples, learningRate: number): SoftmaxRegression {
  const pulls = images.map((image, index) =>
    softmaxOf(logitsOf(model, image)).map((p, k) => (p - (k === labels[index] ? 1 : 0)) / images.length),
  );
  const sum = (term: (row: number) => number): number => images.reduce((total, _, row) => total + term(row), 0);
  const pull = (row: number, k: number): number => pulls[row]?.[k] as number;
  return {
    weights: model.weights.map((row, pixel) =>
      row.map(
        (weight, k) => weight - learningRate * sum((image) => pull(image, k) * (images[image]?.[pixel] as number)),
      ),
    ),
    bias: model.bias.map((offset, k) => offset - learningRate * sum((image) => pull(image, k))),
  };
}

function logitsOf({ weights, bias }: SoftmaxRegression, image: Vector): Vector {
  return bias.map((offset, k) =>
    image.reduce((sum, pixel, index) => sum + pixel * (weights[index]?.[k] as number), offset),
  );
}

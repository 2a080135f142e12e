import type { AttackDescription } from "../../run/arguments/described.ts";
import { crossEntropy, softmaxOf } from "./cross-entropy.ts";
import { attackedImage } from "./described-attacks.ts";
import { dense, type Values } from "./layers.ts";
import type { Vector } from "./vectors.ts";

/** logits = x W + b, W [pixels, classes] row-major. */
export interface SoftmaxRegression {
  readonly weights: Values;
  readonly bias: Values;
}

/** Flattened images and their labels. */
export interface Examples {
  readonly images: readonly Vector[];
  readonly labels: Vector;
}

/** The model after training, and the loss before each step. */
export interface TrainedRegression {
  readonly model: SoftmaxRegression;
  readonly losses: Vector;
}

/**
 * Gradient descent on the mean cross-entropy of attacked batches, in closed form and double precision: one step for each
 * batch, which is attacked with the current model.
 */
export function trainRegression(
  initial: SoftmaxRegression,
  batches: readonly Examples[],
  learningRate: number,
  attack: AttackDescription,
): TrainedRegression {
  let model = initial;
  const losses: number[] = [];
  for (const { images, labels } of batches) {
    const attacked = images.map((image, index) => {
      const confidence = softmaxOf(logitsOf(model, image))[labels[index] as number] as number;
      return attackedImage(attack, image, confidence);
    });
    const logits = attacked.map((image) => logitsOf(model, image));
    losses.push(crossEntropy(logits, labels));
    model = descend(model, attacked, gradientsOf(logits, labels), learningRate);
  }
  return { model, losses };
}

function logitsOf({ weights, bias }: SoftmaxRegression, image: Vector): Vector {
  return dense(image, weights, bias);
}

/** The gradients of the mean cross-entropy with respect to the logits: (softmax - onehot) / n. */
function gradientsOf(logits: readonly Vector[], labels: Vector): readonly Vector[] {
  return logits.map((row, index) => softmaxOf(row).map((p, k) => (p - (k === labels[index] ? 1 : 0)) / logits.length));
}

/** One step down the gradient, which is x^T g for the weights and the sum of g for the bias. */
function descend(
  { weights, bias }: SoftmaxRegression,
  images: readonly Vector[],
  gradients: readonly Vector[],
  learningRate: number,
): SoftmaxRegression {
  const sum = (k: number, factor: (image: number) => number): number =>
    gradients.reduce((total, gradient, image) => total + (gradient[k] as number) * factor(image), 0);
  return {
    weights: Array.from(weights, (weight, index) => {
      const [pixel, k] = [Math.floor(index / bias.length), index % bias.length];
      return weight - learningRate * sum(k, (image) => images[image]?.[pixel] as number);
    }),
    bias: Array.from(bias, (offset, k) => offset - learningRate * sum(k, () => 1)),
  };
}

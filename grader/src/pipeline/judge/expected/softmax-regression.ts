import type { AttackDescription, OptimizerDescription } from "../../run/arguments/described.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { attackedImages, type FlatBatch } from "./described-attacks.ts";
import { updateRule } from "./descent.ts";
import { dense, type Values } from "./layers.ts";
import { lossSlopes } from "./loss-slopes.ts";
import { mean, type Vector } from "./vectors.ts";

/** logits = x W + b, W [pixels, classes] row-major. */
export interface SoftmaxRegression {
  readonly weights: Values;
  readonly bias: Values;
}

/** The lent losses that can be minimised. */
export type TrainingLoss = "crossEntropy" | "squaredError" | "minusLogit";

export interface Recipe {
  readonly loss: TrainingLoss;
  readonly optimizer: OptimizerDescription;
  /** The identity for plain training. */
  readonly attack: AttackDescription;
}

/** The model after training, and the loss before each step. */
export interface TrainedRegression {
  readonly model: SoftmaxRegression;
  readonly losses: Vector;
  /** The gradient of each step, of the weights and then of the bias. */
  readonly gradients: readonly Vector[];
}

/**
 * Minimises the loss of attacked batches, in closed form and double precision: one step for each batch, which is attacked
 * with the current model.
 */
export function trainRegression(
  initial: SoftmaxRegression,
  batches: readonly FlatBatch[],
  { loss, optimizer, attack }: Recipe,
): TrainedRegression {
  const classes = initial.bias.length;
  const update = updateRule(optimizer);
  let parameters: Vector = [...Array.from(initial.weights), ...Array.from(initial.bias)];
  const losses: number[] = [];
  const gradients: Vector[] = [];
  for (const batch of batches) {
    const logitsOf = (image: Vector): Vector => dense(image, ...split(parameters, classes));
    const images = attackedImages(attack, batch, logitsOf);
    const logits = images.map(logitsOf);
    losses.push(lossOf(loss, logits, batch.labels));
    const gradient = gradientOf(images, slopesOf(loss, logits, batch.labels), classes);
    gradients.push(gradient);
    parameters = update(parameters, gradient);
  }
  const [weights, bias] = split(parameters, classes);
  return { model: { weights, bias }, losses, gradients };
}

function split(parameters: Vector, classes: number): readonly [weights: Vector, bias: Vector] {
  return [parameters.slice(0, -classes), parameters.slice(-classes)];
}

function lossOf(loss: TrainingLoss, logits: readonly Vector[], labels: Vector): number {
  switch (loss) {
    case "crossEntropy":
      return crossEntropy(logits, labels);
    case "squaredError":
      return mean(logits.map((row, index) => row.reduce((sum, z, k) => sum + (z - hot(k, labels[index])) ** 2, 0)));
    case "minusLogit":
      return mean(logits.map((row, index) => -(row[labels[index] as number] as number)));
  }
}

/** The gradients of the loss with respect to the logits. */
function slopesOf(loss: TrainingLoss, logits: readonly Vector[], labels: Vector): readonly Vector[] {
  return logits.map((row, index) =>
    lossSlopes(loss, row, labels[index] as number).map((slope) => slope / logits.length),
  );
}

function hot(k: number, label: number | undefined): number {
  return k === label ? 1 : 0;
}

/** x^T g for the weights, then the sum of g for the bias. */
function gradientOf(images: readonly Vector[], slopes: readonly Vector[], classes: number): Vector {
  const sum = (k: number, factor: (image: number) => number): number =>
    slopes.reduce((total, slope, image) => total + (slope[k] as number) * factor(image), 0);
  const pixels = images[0]?.length ?? 0;
  const weights = Array.from({ length: pixels * classes }, (_, index) =>
    sum(index % classes, (image) => images[image]?.[Math.floor(index / classes)] as number),
  );
  return [...weights, ...Array.from({ length: classes }, (_, k) => sum(k, () => 1))];
}

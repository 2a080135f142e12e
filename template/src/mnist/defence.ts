import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Variable } from "@tensorflow/tfjs-core";
import { assertPositiveInteger, type Attack, NotImplementedError, type Training } from "@robustness-lab/fixtures";

/**
 * Adversarial training: for each batch of each epoch, attacks the current network (in inference mode), then takes one
 * optimizer step on the loss of the adversarial images with their true labels (in training mode).
 * Approximates min over parameters of the mean over i of max over x̂_i near x_i of J(f(x̂_i), y_i).
 *
 * @param training as for `train`, and the attack; batch.seed sets the dropout mask
 * @returns the adversarial loss of each step, before that step's update; also passed to onStep after each step
 * @throws RangeError if epochs is not an integer >= 1, Error if the loss is not finite
 * @see Goodfellow, Shlens and Szegedy, 2015; Madry et al., 2018
 */
export function adversarialTrain(training: Training & { readonly attack: Attack }): number[] {
  const { network, loss, optimizer, epochs, batches, onStep, attack } = training;
  assertPositiveInteger("epochs", epochs);
  throw new NotImplementedError("2.9 adversarialTrain"); // TODO 2.9: as in 2.3, but train on attack(network.classify, batch), recomputed at each step
}

/** Passes the loss of step 1, 2, ... to onStep. @throws Error if the training has diverged */
function reportStep(loss: number, step: number, onStep: Training["onStep"]): void {
  if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} at step ${step}: training has diverged`);
  onStep?.(loss);
}

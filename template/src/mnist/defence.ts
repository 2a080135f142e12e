import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Variable } from "@tensorflow/tfjs-core";
import { assertPositiveInteger, type Attack, NotImplementedError, type Training } from "@robustness-lab/fixtures";

/**
 * Adversarial training: for each batch of each epoch, attacks the network as it is now (in inference mode), then makes one
 * optimizer step on the loss of the adversarial images with their true labels (in training mode).
 * Approximates min over parameters of the mean over i of max over x̂_i near x_i of J(f(x̂_i), y_i).
 *
 * @param training as for `train`, and the attack; batch.seed picks the dropout mask
 * @returns the adversarial loss of each step, before that step's update; also given to onStep as it goes
 * @throws RangeError when epochs is no integer >= 1, Error when the loss is no longer finite
 * @see Goodfellow, Shlens and Szegedy, 2015; Madry et al., 2018
 */
export function adversarialTrain(training: Training & { readonly attack: Attack }): number[] {
  const { network, loss, optimizer, epochs, batches, onStep, attack } = training;
  assertPositiveInteger("epochs", epochs);
  throw new NotImplementedError("2.9 adversarialTrain"); // TODO 2.9: as 2.3, but on attack(network.classify, batch), made anew at each step
}

/** Passes the loss of a step (1, 2, ...) on, and stops a training that has diverged. */
function reportStep(loss: number, step: number, onStep: Training["onStep"]): void {
  if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} at step ${step}: training has diverged`);
  onStep?.(loss);
}

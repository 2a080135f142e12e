import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Variable } from "@tensorflow/tfjs-core";
import { assertPositiveInteger, NotImplementedError, type Training } from "@robustness-lab/fixtures";

/**
 * Trains a network: for each batch of each epoch, takes one optimizer step on the loss of the network's logits in training
 * mode. The published recipe is Adam with learning rate 1e-3, batches of 1000 and 10 epochs.
 *
 * @param training network, loss J, optimizer, epochs >= 1, and the batches of each epoch; batch.seed sets the dropout mask
 * @returns the loss of each step, before that step's update; also passed to onStep after each step
 * @throws RangeError if epochs is not an integer >= 1, Error if the loss is not finite
 */
export function train(training: Training): number[] {
  const { network, loss, optimizer, epochs, batches, onStep } = training;
  assertPositiveInteger("epochs", epochs);
  throw new NotImplementedError("2.3 train"); // TODO 2.3: loop over epochs and batches; optimizer.minimize returns the loss if its second argument is true
}

/** Passes the loss of step 1, 2, ... to onStep. @throws Error if the training has diverged */
function reportStep(loss: number, step: number, onStep: Training["onStep"]): void {
  if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} at step ${step}: training has diverged`);
  onStep?.(loss);
}

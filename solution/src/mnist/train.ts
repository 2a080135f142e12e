import type { Variable } from "@tensorflow/tfjs-core";
import { assertPositiveInteger, type Training } from "@robustness-lab/fixtures";

/**
 * Trains a network: for each batch of each epoch, one optimizer step on the loss of the network's logits in training mode.
 * The lab's recipe is Adam with learning rate 1e-3, batches of 1000 and 10 epochs.
 *
 * @param training network, loss J, optimizer, epochs >= 1, and the batches of each epoch; batch.seed picks its dropout mask
 * @returns the loss of each step, before that step's update; also given to onStep as it goes
 * @throws RangeError when epochs is no integer >= 1, Error when the loss is no longer finite
 */
export function train(training: Training): number[] {
  const { network, loss, optimizer, epochs, batches, onStep } = training;
  assertPositiveInteger("epochs", epochs);
  // <exercise 2.3 train: loop over epochs and batches; optimizer.minimize returns the loss when its second argument is true>
  const losses: number[] = [];
  const parameters = network.parameters as Variable[];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const { images, labels, seed } of batches(epoch)) {
      const value = optimizer.minimize(() => loss(network.classifyTraining(images, seed), labels), true, parameters);
      losses.push(value?.dataSync()[0] ?? NaN);
      value?.dispose();
      reportStep(losses, onStep);
    }
  }
  return losses;
  // </exercise>
}

/** Passes the latest loss on, and stops a training that has diverged. */
function reportStep(losses: readonly number[], onStep: Training["onStep"]): void {
  const latest = losses.at(-1) ?? NaN;
  if (!Number.isFinite(latest))
    throw new Error(`the loss is ${latest} at step ${losses.length}: training has diverged`);
  onStep?.(latest);
}

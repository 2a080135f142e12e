import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Attack, Batch, Network } from "@robustness-lab/fixtures";
import { build, toBatch } from "../../run/arguments/build.ts";
import type { BatchDescription, Described, ModelDescription } from "../../run/arguments/described.ts";
import { lend } from "../../run/lend.ts";
import { updateRule, type UpdateRule } from "./descent.ts";
import type { Recipe, TrainingLoss } from "./softmax-regression.ts";
import type { Vector } from "./vectors.ts";

/** Parameters after training, in the order of the network's, and the loss before each step. */
export interface Trained {
  readonly parameters: readonly Vector[];
  readonly losses: Vector;
}

/**
 * Training of networks without a closed form: one step for each batch, attacked with the current network. Uses the autodiff
 * of the judge's engine, but neither its optimizers nor tf.losses.
 */
export function trainedByAutodiff(
  model: ModelDescription,
  batches: readonly BatchDescription[],
  { loss, optimizer, attack: description }: Recipe,
): Trained {
  const network = lent({ $: "network", model }) as Network;
  const attack = lent({ $: "attack", attack: description }) as Attack;
  const updates = network.parameters.map(() => updateRule(optimizer));
  const losses = batches.map((described) => {
    const batch = toBatch(described);
    const before = tf.tidy(() => descend(network, { batch, attack, loss, updates }));
    tf.dispose([batch.images, batch.labels]);
    return before;
  });
  const parameters = network.parameters.map((parameter) => [...parameter.dataSync()]);
  tf.dispose([...network.parameters]);
  return { parameters, losses };
}

/** What the child builds of a described argument. */
function lent(described: Described): unknown {
  return build(lend(described)).value;
}

interface Step {
  readonly batch: Batch;
  readonly attack: Attack;
  readonly loss: TrainingLoss;
  readonly updates: readonly UpdateRule[];
}

/** One step. @returns the loss before it */
function descend(network: Network, { batch, attack, loss, updates }: Step): number {
  const attacked = attack(network.classify, batch);
  const lossOf = (): Scalar => LOSSES[loss](network.classifyTraining(attacked, batch.seed), batch.labels);
  const { value, grads } = tf.variableGrads(lossOf, [...network.parameters]);
  network.parameters.forEach((variable, index) => {
    const after = updates[index]?.([...variable.dataSync()], [...(grads[variable.name] as Tensor).dataSync()]) ?? [];
    variable.assign(tf.tensor([...after], variable.shape));
  });
  return value.dataSync()[0] as number;
}

const LOSSES: Readonly<Record<TrainingLoss, (logits: Tensor2D, labels: Tensor1D) => Scalar>> = {
  crossEntropy: (logits, labels) => {
    const chosen = tf.sum(tf.mul(logits, tf.oneHot(labels, logits.shape[1])), 1);
    return tf.mean(tf.sub(tf.logSumExp(logits, 1), chosen));
  },
  squaredError: (logits, labels) =>
    tf.mean(tf.sum(tf.squaredDifference(logits, tf.oneHot(labels, logits.shape[1])), 1)),
  minusLogit: (logits, labels) => tf.mean(tf.sum(tf.mul(tf.neg(logits), tf.oneHot(labels, logits.shape[1])), 1)),
};

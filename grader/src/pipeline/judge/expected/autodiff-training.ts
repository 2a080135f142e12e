import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor1D, Tensor2D, Variable } from "@tensorflow/tfjs-core";
import type { Attack, Batch } from "@robustness-lab/fixtures";
import { buildAttack, toBatch, toTensorValue } from "../../run/arguments/build.ts";
import type { AttackDescription, BatchDescription, ModelDescription } from "../../run/arguments/described.ts";
import { buildNetwork } from "../../run/arguments/models.ts";
import type { TensorValue } from "../../run/protocol/values.ts";

/**
 * The parameters after training, for networks without a closed form: one step of gradient descent for each batch, attacked
 * with the current network. Uses the autodiff of the judge's engine, but neither optimizers nor tf.losses.
 */
export function trainedByAutodiff(
  model: ModelDescription,
  batches: readonly BatchDescription[],
  learningRate: number,
  attackDescription: AttackDescription,
): readonly TensorValue[] {
  const network = buildNetwork(model);
  const attack = buildAttack(attackDescription);
  for (const description of batches) {
    const batch = toBatch(description);
    tf.tidy(() => descend(network, attack, batch, learningRate));
    tf.dispose([batch.images, batch.labels]);
  }
  const trained = network.parameters.map(toTensorValue);
  tf.dispose([...network.parameters]);
  return trained;
}

type Network = ReturnType<typeof buildNetwork>;

function descend(network: Network, attack: Attack, batch: Batch, learningRate: number): void {
  const attacked = attack(network.classify, batch);
  const lossOf = (): Scalar => meanCrossEntropy(network.classifyTraining(attacked, batch.seed), batch.labels);
  const { grads } = tf.variableGrads(lossOf, [...network.parameters]);
  const updates = network.parameters.map((variable) => gradientStep(variable, grads[variable.name], learningRate));
  network.parameters.forEach((variable, index) => variable.assign(updates[index] as Tensor));
}

function gradientStep(variable: Variable, gradient: Tensor | undefined, learningRate: number): Tensor {
  if (gradient === undefined) throw new Error(`no gradient of ${variable.name}`);
  return tf.sub(variable, tf.mul(learningRate, gradient));
}

function meanCrossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  const chosen = tf.sum(tf.mul(logits, tf.oneHot(labels, logits.shape[1])), 1);
  return tf.mean(tf.sub(tf.logSumExp(logits, 1), chosen));
}

import { train } from "@tensorflow/tfjs-core";
import {
  batchesOf,
  deriveSeed,
  type Attack,
  type Dataset,
  type Network,
  type Training,
} from "@robustness-lab/fixtures";
import { adversarialTrain, crossEntropy, fgsm, train as trainNetwork } from "@robustness-lab/solution";
import type { TrainingConfiguration } from "./configuration.ts";
import { disposeNetwork, initialWeights, weightsOf, type Model } from "./models.ts";
import { readOptimizer, restoreOptimizer, type TrainingState } from "./training-state.ts";

export interface EpochContext {
  readonly model: Model;
  readonly configuration: TrainingConfiguration;
  readonly dataset: Dataset;
  /** Called after each step with its loss. */
  readonly onStep: (loss: number) => void;
}

/** The state before the first epoch. */
export function initialState(model: Model, configuration: TrainingConfiguration): TrainingState {
  const weights = initialWeights(model, deriveSeed(configuration.seed, model.draws));
  return { epoch: 0, losses: [], weights, optimizer: [] };
}

/**
 * Trains for one epoch. Network and optimizer are built from the state and disposed of afterwards, so a training that resumes
 * from a checkpoint computes exactly the same as an uninterrupted one.
 *
 * @returns the state after the epoch
 */
export async function trainEpoch(state: TrainingState, context: EpochContext): Promise<TrainingState> {
  const { model, configuration, dataset, onStep } = context;
  const network = model.networkOf(state.weights);
  const optimizer = train.adam(configuration.learningRate, 0.9, 0.999, configuration.adamEpsilon);
  const { batchSize } = configuration;
  const seed = deriveSeed(configuration.seed, model.draws, "batches");
  const batches = () => batchesOf(dataset, { batchSize, seed, epoch: state.epoch });
  try {
    await restoreOptimizer(optimizer, state.optimizer);
    const training = { network, loss: crossEntropy, optimizer, epochs: 1, batches, onStep };
    const losses = runTraining(training, configuration.trainingEpsilon);
    return {
      epoch: state.epoch + 1,
      losses: [...state.losses, ...losses],
      weights: weightsOf(network, model.shapes),
      optimizer: await readOptimizer(optimizer),
    };
  } finally {
    optimizer.dispose();
    disposeNetwork(network);
  }
}

function runTraining(training: Training, trainingEpsilon: number | null): readonly number[] {
  return trainingEpsilon === null
    ? trainNetwork(training)
    : adversarialTrain({ ...training, attack: fgsmUnderDropout(training.network, trainingEpsilon) });
}

/**
 * FGSM on the training network with dropout, as in the published training. Without dropout an image always gets the same
 * step, and the network learns to read the label from the perturbation: accurate under FGSM, near 0 under PGD (label leaking;
 * Kurakin, Goodfellow and Bengio, 2017, section 4.4).
 */
function fgsmUnderDropout(network: Network, epsilon: number): Attack {
  const attack = fgsmAttack(epsilon);
  return (_, batch) => attack((images) => network.classifyTraining(images, deriveSeed(batch.seed, "attack")), batch);
}

/** The FGSM attack of a radius, on the cross-entropy. */
export function fgsmAttack(epsilon: number): Attack {
  return (classifier, { images, labels }) => fgsm({ classifier, loss: crossEntropy, images, labels, epsilon });
}

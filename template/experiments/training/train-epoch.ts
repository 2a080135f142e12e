import { train } from "@tensorflow/tfjs-core";
import { batchesOf, deriveSeed, type Dataset, type Training } from "@robustness-lab/fixtures";
import { trainingAttack } from "./attacks.ts";
import type { Functions } from "./functions.ts";
import { disposeNetwork, initialWeights, networkOf, weightsOf } from "./networks.ts";
import type { NetworkName, Recipe } from "./recipe.ts";
import { readOptimizer, restoreOptimizer, type TrainingState } from "./state.ts";
import { testAccuracy } from "./test-accuracy.ts";

export interface EpochContext {
  readonly functions: Functions;
  readonly recipe: Recipe;
  readonly dataset: Dataset;
  /** The images of the accuracy after each epoch. */
  readonly test: Dataset;
  /** Called after each step with its loss. */
  readonly onStep: (loss: number) => void;
}

/**
 * Random draws (initial weights, order of batches, dropout masks) derive from the seed and these words, which the course's
 * stored weights fix. All LeNets of a seed share their draws, so that they differ only by their training.
 */
const DRAWS: Readonly<Record<NetworkName, string>> = {
  "logistic-regression": "logistic-regression",
  lenet: "lenet-fgsm-trained",
};

/** The state before the first epoch. */
export function initialState({ network, shapes, seed }: Recipe): TrainingState {
  const weights = initialWeights(shapes, deriveSeed(seed, DRAWS[network]));
  return { epoch: 0, losses: [], accuracies: [], weights, optimizer: [] };
}

/**
 * Trains for one epoch with your `train` or `adversarialTrain`. Network and optimizer are built from the state and disposed
 * of afterwards, so a training that resumes from a checkpoint computes exactly the same as an uninterrupted one.
 *
 * @returns the state after the epoch
 */
export async function trainEpoch(state: TrainingState, context: EpochContext): Promise<TrainingState> {
  const { functions, recipe, dataset, onStep } = context;
  const network = networkOf(functions, recipe, state.weights);
  const optimizer = train.adam(recipe.learningRate, 0.9, 0.999, recipe.adamEpsilon);
  const seed = deriveSeed(recipe.seed, DRAWS[recipe.network], "batches");
  const batches = () => batchesOf(dataset, { batchSize: recipe.batchSize, seed, epoch: state.epoch });
  try {
    await restoreOptimizer(optimizer, state.optimizer);
    const training = { network, loss: functions.crossEntropy, optimizer, epochs: 1, batches, onStep };
    const losses = runTraining(training, context);
    return {
      epoch: state.epoch + 1,
      losses: [...state.losses, ...losses],
      accuracies: [...state.accuracies, testAccuracy(context, network.classify)],
      weights: weightsOf(network, recipe.shapes),
      optimizer: await readOptimizer(optimizer),
    };
  } finally {
    optimizer.dispose();
    disposeNetwork(network);
  }
}

function runTraining(training: Training, { functions, recipe }: EpochContext): readonly number[] {
  const attack = trainingAttack(functions, recipe.attack, training.network);
  if (attack === undefined) return assertLosses("train", functions.train(training));
  return assertLosses("adversarialTrain", functions.adversarialTrain({ ...training, attack }));
}

function assertLosses(name: string, losses: unknown): readonly number[] {
  const isRight = Array.isArray(losses) && losses.length > 0 && losses.every((loss) => Number.isFinite(loss));
  if (isRight) return losses as readonly number[];
  const found = Array.isArray(losses)
    ? `[${losses.slice(0, 3).join(", ")}${losses.length > 3 ? ", ..." : ""}]`
    : typeof losses;
  throw new TypeError(`${name} returned ${found}, expected the finite loss of each step`);
}

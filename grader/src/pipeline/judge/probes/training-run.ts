import type { Random } from "@robustness-lab/fixtures";
import type { AttackDescription, BatchDescription, ModelDescription } from "../../run/arguments/described.ts";
import type { TensorValue } from "../../run/protocol/values.ts";
import type { CheckContext } from "../check.ts";
import { claimClose, claimNumberClose, FLOAT32, numbersOf, returned, show, tensorOf } from "../claims.ts";
import type { Observation } from "../../run/observation.ts";
import { trainedByAutodiff } from "../expected/autodiff-training.ts";
import { trainRegression, type TrainedRegression } from "../expected/softmax-regression.ts";
import type { ImageShape, Values } from "../expected/layers.ts";
import { drawImages, rowsOf, toArgument, toLabels } from "./images.ts";
import { drawLinear, type LinearModel } from "./models.ts";

/** A run of gradient descent, as a training function is called. */
export interface TrainingRun {
  readonly model: ModelDescription;
  /** The batches of each epoch. */
  readonly epochs: readonly (readonly BatchDescription[])[];
  /** The batches of one more epoch, which the function must not use; none by default. */
  readonly beyond?: readonly BatchDescription[];
  readonly learningRate: number;
  /** The identity for plain training. */
  readonly attack: AttackDescription;
}

export type TrainingName = "train" | "adversarialTrain";

export const NO_ATTACK: AttackDescription = { kind: "identity" };

/** Draws one epoch's batches of given sizes: grey images, and labels with the first classes more frequent. */
export function drawBatches(
  random: Random,
  shape: ImageShape,
  classes: number,
  sizes: readonly number[],
): readonly BatchDescription[] {
  return sizes.map((size) => ({
    images: toArgument(drawImages(random, size, shape, 0, 1)),
    labels: toLabels(drawLabels(random, classes, size)),
    seed: random.integer(1, 2 ** 31 - 1),
  }));
}

/** The last label differs from the first, so that reversed or shifted labels differ as well. */
function drawLabels(random: Random, classes: number, size: number): readonly number[] {
  const labels = Array.from({ length: size - 1 }, () => Math.floor(classes * random.uniform(0, 1) ** 1.5));
  return [...labels, ((labels[0] ?? 0) + random.integer(1, classes - 1)) % classes];
}

/** Calls train, or adversarialTrain with the run's attack. */
export function callTraining(
  { submission }: CheckContext,
  name: TrainingName,
  { model, epochs, beyond = [], learningRate, attack }: TrainingRun,
): Promise<Observation> {
  const training = {
    network: { $: "network", model },
    loss: { $: "loss", name: "crossEntropy" },
    optimizer: { $: "optimizer", kind: "sgd", learningRate },
    epochs: epochs.length,
    batches: { $: "epochs", epochs: [...epochs, beyond] },
  };
  return submission.call(name, name === "train" ? training : { ...training, attack: { $: "attack", attack } });
}

/** Claims that a training function returns the loss of each attacked batch before its step. */
export async function claimLosses(
  context: CheckContext,
  name: TrainingName,
  {
    shape,
    classes,
    attack,
  }: { readonly shape: ImageShape; readonly classes: number; readonly attack: AttackDescription },
): Promise<void> {
  const model = drawLinear(context.random, shape, classes, 2);
  const drawn = (sizes: readonly number[]) => [drawBatches(context.random, shape, classes, sizes)];
  const lossesOf = async (run: TrainingRun, asked: string): Promise<readonly number[]> =>
    numbersOf(returned(await callTraining(context, name, run), asked), asked, run.epochs.flat().length);
  // A learning rate of 0 keeps the network as given, so that wrong steps do not matter here.
  const still = { model, epochs: drawn([5, 5, 3]), learningRate: 0, attack };
  const asked = `the losses of ${name} with 3 batches and a learning rate of 0`;
  claimClose({ shape: [3], values: await lossesOf(still, asked) }, regressionAfter(still).losses, asked, FLOAT32);
  const moving = { ...still, epochs: drawn([6]), learningRate: 2 };
  const askedMoving = `the loss of ${name} with 1 batch, before the update`;
  const [before] = await lossesOf(moving, askedMoving);
  claimNumberClose(before as number, regressionAfter(moving).losses[0] as number, askedMoving);
}

/** The expected model and losses for a linear model. */
function regressionAfter(run: TrainingRun & { readonly model: LinearModel }): TrainedRegression {
  const initial = { weights: run.model.weights.data, bias: run.model.bias.data };
  const batches = run.epochs.flat().map(({ images, labels }) => ({
    images: rowsOf({ shape: images.shape, values: Array.from(images.data) }),
    labels: Array.from(labels.data),
  }));
  return trainRegression(initial, batches, run.learningRate, run.attack);
}

/** The expected parameters, in closed form for a linear model, otherwise by autodiff. */
function parametersAfter(run: TrainingRun): readonly Values[] {
  if (isLinear(run)) {
    const { model } = regressionAfter(run);
    return [model.weights, model.bias];
  }
  return trainedByAutodiff(run.model, run.epochs.flat(), run.learningRate, run.attack).map(({ data }) => data);
}

function isLinear(run: TrainingRun): run is TrainingRun & { readonly model: LinearModel } {
  return run.model.kind === "linear";
}

/** The parameters of a described model, in the order of its network. */
function parametersOf(model: ModelDescription): readonly (readonly [name: string, value: TensorValue])[] {
  return Object.entries(model).filter((entry): entry is [string, TensorValue] => typeof entry[1] === "object");
}

/**
 * The tolerance relative to the distance that a parameter moved: a wrong step is off by a tenth of it or more, float32 by a
 * millionth.
 */
const MOVEMENT_SHARE = 2e-3;

/** Claims that the network has the expected parameters after the call. */
export function claimTrained(observation: Observation, run: TrainingRun, asked: string): void {
  returned(observation, asked);
  const state = observation.status === "returned" ? observation.state : [];
  const expected = parametersAfter(run);
  parametersOf(run.model).forEach(([name, initial], index) => {
    const wanted = expected[index] as Values;
    const moved = Math.max(...Array.from(initial.data, (value, place) => Math.abs((wanted[place] as number) - value)));
    const what = `${asked}: afterwards the network's ${name}`;
    const tolerance = { relative: 0, absolute: Number(show(MOVEMENT_SHARE * moved + 1e-6)) };
    claimClose(tensorOf(state[index], what, initial.shape), wanted, what, tolerance);
  });
}

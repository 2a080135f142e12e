import type { Random } from "@robustness-lab/fixtures";
import type { AttackDescription, BatchDescription, ModelDescription } from "../../run/arguments/described.ts";
import type { TensorValue } from "../../run/protocol/values.ts";
import type { CheckContext } from "../check.ts";
import { claimClose, claimNumberClose, FLOAT32, numbersOf, returned, show, tensorOf } from "../claims.ts";
import type { Observation } from "../../run/observation.ts";
import { trainedByAutodiff } from "../expected/autodiff-training.ts";
import { trainRegression, type TrainedRegression } from "../expected/softmax-regression.ts";
import type { ImageShape } from "../expected/models.ts";
import { drawImages, toArgument, toLabels } from "./images.ts";
import { drawLinear, type LinearModel } from "./models.ts";

/** A run of gradient descent that a training function is asked for. */
export interface TrainingRun {
  readonly model: ModelDescription;
  /** The batches of each epoch. */
  readonly epochs: readonly (readonly BatchDescription[])[];
  /** What there is for one epoch more, which is not asked for. Nothing where it is absent. */
  readonly beyond?: readonly BatchDescription[];
  readonly learningRate: number;
  /** The identity for plain training. */
  readonly attack: AttackDescription;
}

export type TrainingName = "train" | "adversarialTrain";

export const NO_ATTACK: AttackDescription = { kind: "identity" };

/** Draws one epoch's batches of the sizes given: grey images, labels of which the first classes are more frequent. */
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

/** The last label is not the first: whoever reverses or shifts the labels has others. */
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
    loss: { $: "crossEntropy" },
    optimizer: { $: "optimizer", kind: "sgd", learningRate },
    epochs: epochs.length,
    batches: { $: "epochs", epochs: [...epochs, beyond] },
  };
  return submission.call(name, name === "train" ? training : { ...training, attack: { $: "attack", attack } });
}

/** Claims that the losses that a training function returns are those of each batch, attacked, before its step. */
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
  // A learning rate of 0: whatever a training gets wrong about its steps, the losses are those of the given network.
  const still = { model, epochs: drawn([5, 5, 3]), learningRate: 0, attack };
  const asked = `the losses of ${name} with 3 batches and a learning rate of 0`;
  claimClose({ shape: [3], values: await lossesOf(still, asked) }, regressionAfter(still).losses, asked, FLOAT32);
  const moving = { ...still, epochs: drawn([6]), learningRate: 2 };
  const askedMoving = `the loss of ${name} with 1 batch, before the update`;
  const [before] = await lossesOf(moving, askedMoving);
  claimNumberClose(before as number, regressionAfter(moving).losses[0] as number, askedMoving);
}

/** Where a softmax regression ends, and its losses on the way. */
export function regressionAfter(run: TrainingRun & { readonly model: LinearModel }): TrainedRegression {
  const [pixels = 0, classes = 0] = run.model.weights.shape;
  const initial = {
    weights: rows(run.model.weights.data, pixels, classes),
    bias: Array.from(run.model.bias.data, Number),
  };
  const batches = run.epochs.flat().map(({ images, labels }) => ({
    images: rows(images.data, labels.data.length, pixels),
    labels: Array.from(labels.data, Number),
  }));
  return trainRegression(initial, batches, run.learningRate, run.attack);
}

function rows(data: ArrayLike<number>, count: number, width: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: width }, (_unused, k) => data[row * width + k] as number),
  );
}

/** Where a run ends: in closed form for a linear model, else by the judge's own gradients. In the order of the parameters. */
export function parametersAfter(run: TrainingRun): readonly ArrayLike<number>[] {
  if (isLinear(run)) {
    const { model } = regressionAfter(run);
    return [model.weights.flat(), model.bias];
  }
  return trainedByAutodiff(run.model, run.epochs.flat(), run.learningRate, run.attack).map(({ data }) => data);
}

function isLinear(run: TrainingRun): run is TrainingRun & { readonly model: LinearModel } {
  return run.model.kind === "linear";
}

/** The parameters of a described model in the order in which its network has them. */
function parametersOf(model: ModelDescription): readonly (readonly [name: string, value: TensorValue])[] {
  return Object.entries(model).filter((entry): entry is [string, TensorValue] => typeof entry[1] === "object");
}

/**
 * Of the distance that a parameter moved: a training that differs in one step of a few is off by a tenth of it or more,
 * float32 by a millionth.
 */
const MOVEMENT_SHARE = 2e-3;

/** Claims that a call left the network's parameters where the run ends. */
export function claimTrained(observation: Observation, run: TrainingRun, asked: string): void {
  returned(observation, asked);
  const state = observation.status === "returned" ? observation.state : [];
  const expected = parametersAfter(run);
  parametersOf(run.model).forEach(([name, initial], index) => {
    const wanted = expected[index] as ArrayLike<number>;
    const moved = Math.max(...Array.from(initial.data, (value, place) => Math.abs((wanted[place] as number) - value)));
    const what = `${asked}: afterwards the network's ${name}`;
    const tolerance = { relative: 0, absolute: Number(show(MOVEMENT_SHARE * moved + 1e-6)) };
    claimClose(tensorOf(state[index], what, initial.shape), wanted, what, tolerance);
  });
}

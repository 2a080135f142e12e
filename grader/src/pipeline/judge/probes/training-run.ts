import { createHash } from "node:crypto";
import type { Random } from "@robustness-lab/fixtures";
import type { BatchDescription, LossName, ModelDescription } from "../../run/arguments/described.ts";
import type { Observation } from "../../run/observation.ts";
import type { TensorValue } from "../../run/protocol/values.ts";
import type { CheckContext } from "../check.ts";
import { claimClose, returned, show, tensorOf } from "../claims.ts";
import { trainedByAutodiff, type Trained } from "../expected/autodiff-training.ts";
import type { ImageShape } from "../expected/layers.ts";
import { predictionOf } from "../expected/models.ts";
import { encodeRecord } from "../recorded-calls.ts";
import { trainRegression, type Recipe, type TrainedRegression } from "../expected/softmax-regression.ts";
import type { Vector } from "../expected/vectors.ts";
import { redraw } from "./draws.ts";
import { drawImages, rowsOf, toArgument, toLabels } from "./images.ts";
import type { LinearModel } from "./models.ts";

/** A training, as a training function is called. */
export interface TrainingRun extends Recipe {
  readonly model: ModelDescription;
  /** The batches of each epoch. */
  readonly epochs: readonly (readonly BatchDescription[])[];
  /** The batches of one more epoch, which the function must not use; none by default. */
  readonly beyond?: readonly BatchDescription[];
}

export type TrainingName = "train" | "adversarialTrain";

/** Plain training on the cross-entropy; a run replaces what it varies. */
export const PLAIN = { loss: "crossEntropy", attack: { kind: "identity" } } as const;

export function sgd(learningRate: number): Recipe["optimizer"] {
  return { kind: "sgd", learningRate };
}

/** Draws one epoch's batches of given sizes: grey images, and labels with the first classes more frequent. */
export function drawBatches(
  random: Random,
  model: ModelDescription,
  shape: ImageShape,
  sizes: readonly number[],
): readonly BatchDescription[] {
  return sizes.map((size) => {
    const images = drawImages(random, size, shape, 0, 1);
    const labels = drawLabels(
      random,
      images.rows.map((row) => predictionOf(model, row, shape)),
    );
    return { images: toArgument(images), labels: toLabels(labels), seed: random.integer(2, 2 ** 31 - 1) };
  });
}

const CLASSES = 3;

/**
 * Labels of which a third or more are not the predicted ones. The last differs from the first, so that reversed or shifted
 * labels differ as well.
 */
function drawLabels(random: Random, predicted: readonly number[]): readonly number[] {
  return redraw("labels that are not predicted", () => {
    const labels = predicted.slice(1).map(() => Math.floor(CLASSES * random.uniform(0, 1) ** 1.5));
    labels.push(((labels[0] ?? 0) + random.integer(1, CLASSES - 1)) % CLASSES);
    const isEnough = 3 * labels.filter((label, index) => label !== predicted[index]).length >= labels.length;
    return isEnough ? labels : undefined;
  });
}

/** Details of a call that the expected parameters and losses do not depend on. */
interface CallOptions {
  /** The tensors of the batches outlive the call. */
  readonly kept?: boolean;
  /** There is an onStep, a timed recorder. */
  readonly watched?: boolean;
  readonly loss?: LossName;
}

/** Calls train, or adversarialTrain with the run's attack. */
export function callTraining(
  { submission }: CheckContext,
  name: TrainingName,
  { model, epochs, beyond = [], optimizer, attack, loss }: TrainingRun,
  { kept = false, watched = false, loss: anotherLoss }: CallOptions = {},
): Promise<Observation> {
  const training = {
    network: { $: "network", model },
    loss: { $: "loss", name: anotherLoss ?? loss },
    optimizer: { $: "optimizer", ...optimizer },
    epochs: epochs.length,
    batches: { $: "epochs", epochs: [...epochs, beyond], kept },
    ...(watched ? { onStep: { $: "recorder", timed: true } } : {}),
  };
  return submission.call(name, name === "train" ? training : { ...training, attack: { $: "attack", attack } });
}

/** The expected parameters and losses, in closed form for a linear model, otherwise by autodiff. */
export function trainedAfter(run: TrainingRun): Trained {
  if (!isLinear(run)) return networkAfter(run);
  const { model, losses } = regressionAfter(run);
  return { parameters: [Array.from(model.weights), Array.from(model.bias)], losses };
}

const trained = new Map<string, Trained>();

/** Trained once for all submissions of a class. */
function networkAfter({ model, epochs, loss, optimizer, attack }: TrainingRun): Trained {
  const batches = epochs.flat();
  const recipe = { loss, optimizer, attack };
  const key = createHash("sha256")
    .update(encodeRecord([model, batches, recipe]))
    .digest("hex");
  const after = trained.get(key) ?? trainedByAutodiff(model, batches, recipe);
  trained.set(key, after);
  return after;
}

/** As trainedAfter, with the gradient of each step. */
export function regressionAfter(run: TrainingRun & { readonly model: LinearModel }): TrainedRegression {
  const initial = { weights: run.model.weights.data, bias: run.model.bias.data };
  const batches = run.epochs.flat().map(({ images, labels, seed }) => ({
    images: rowsOf({ shape: images.shape, values: Array.from(images.data) }),
    labels: Array.from(labels.data),
    seed,
  }));
  return trainRegression(initial, batches, run);
}

function isLinear(run: TrainingRun): run is TrainingRun & { readonly model: LinearModel } {
  return run.model.kind === "linear";
}

/** The parameters of a described model, in the order of its network. */
function parametersOf(model: ModelDescription): readonly (readonly [name: string, value: TensorValue])[] {
  return Object.entries(model).filter((entry): entry is [string, TensorValue] => typeof entry[1] === "object");
}

/** What came back besides the result: the network's parameters first. */
export function stateAfter(observation: Observation, { model }: TrainingRun) {
  const state = observation.status === "returned" ? observation.state : [];
  const count = parametersOf(model).length;
  return { parameters: state.slice(0, count), rest: state.slice(count) };
}

/**
 * The tolerance relative to the distance that a parameter moved: a wrong step is off by a tenth of it or more, float32 by a
 * millionth.
 */
const MOVEMENT_SHARE = 2e-3;

/** Claims that the network has the expected parameters after the call. */
export function claimTrained(observation: Observation, run: TrainingRun, asked: string): void {
  returned(observation, asked);
  const { parameters } = stateAfter(observation, run);
  const expected = trainedAfter(run).parameters;
  parametersOf(run.model).forEach(([name, initial], index) => {
    const wanted = expected[index] as Vector;
    const moved = Math.max(...Array.from(initial.data, (value, place) => Math.abs((wanted[place] as number) - value)));
    const what = `${asked}: afterwards the network's ${name}`;
    const tolerance = { relative: 0, absolute: Number(show(MOVEMENT_SHARE * moved + 1e-6)) };
    claimClose(tensorOf(parameters[index], what, initial.shape), wanted, what, tolerance);
  });
}

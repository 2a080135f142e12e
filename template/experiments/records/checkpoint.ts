import { isSameTraining, type Recipe } from "../training/recipe.ts";
import type { StoredTensor, TrainingState } from "../training/state.ts";

const SCHEMA = "robustness-lab/checkpoint/v2";

/** What a training belongs to: the same recipe, engine and code compute the same weights. */
export interface Origin {
  readonly recipe: Recipe;
  readonly engine: string;
  /** The digest of src/ that the training began with. */
  readonly code: string;
}

/** A training between two epochs, and its origin. */
export interface Checkpoint extends Origin {
  readonly state: TrainingState;
}

interface StoredTensorText extends Omit<StoredTensor, "values"> {
  /** Little-endian, base64. */
  readonly data: string;
}

interface Body extends Origin, Omit<TrainingState, "weights" | "optimizer"> {
  readonly schema: string;
  readonly weights: readonly StoredTensorText[];
  readonly optimizer: readonly StoredTensorText[];
}

/** A checkpoint as one line of JSON. */
export function renderCheckpoint({ recipe, engine, code, state }: Checkpoint): string {
  const weights = Object.entries(state.weights).map(([name, values]) =>
    toText({ name, shape: [values.length], dtype: "float32", values }),
  );
  const content: Body = {
    schema: SCHEMA,
    recipe,
    engine,
    code,
    ...state,
    weights,
    optimizer: state.optimizer.map(toText),
  };
  return JSON.stringify(content);
}

/** Parses a checkpoint. @returns undefined if another version has written it @throws if it is not JSON of a checkpoint */
export function parseCheckpoint(body: string): Checkpoint | undefined {
  const { schema, recipe, engine, code, weights, optimizer, epoch, losses, accuracies } = JSON.parse(body) as Body;
  if (schema !== SCHEMA) return undefined;
  const stored = Object.fromEntries(weights.map(({ name, data }) => [name, new Float32Array(bytesOf(data))]));
  const state = { epoch, losses, accuracies, weights: stored, optimizer: optimizer.map(fromText) };
  return { recipe, engine, code, state };
}

/** Whether a training of this recipe may go on from a checkpoint, or is already done in it. */
export function fits({ recipe, engine, state }: Checkpoint, wanted: Omit<Origin, "code">): boolean {
  return isSameTraining(recipe, wanted.recipe) && engine === wanted.engine && state.epoch <= wanted.recipe.epochs;
}

/** Whether the parts of a checkpoint fit together, which may come from anywhere. */
export function isSound({ recipe, state }: Checkpoint): boolean {
  const isKnown = ["lenet", "logistic-regression"].includes(recipe.network);
  return isKnown && state.epoch <= recipe.epochs && hasWeights(recipe.shapes, state.weights);
}

function hasWeights(shapes: Recipe["shapes"], weights: TrainingState["weights"]): boolean {
  return Object.entries(shapes).every(
    ([name, shape]) => weights[name]?.length === shape.reduce((size, length) => size * length, 1),
  );
}

function toText({ name, shape, dtype, values }: StoredTensor): StoredTensorText {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return {
    name,
    shape: [...shape],
    dtype,
    data: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")),
  };
}

function fromText({ name, shape, dtype, data }: StoredTensorText): StoredTensor {
  const bytes = bytesOf(data);
  return { name, shape, dtype, values: dtype === "int32" ? new Int32Array(bytes) : new Float32Array(bytes) };
}

function bytesOf(data: string): ArrayBuffer {
  return Uint8Array.from(atob(data), (character) => character.charCodeAt(0)).buffer;
}

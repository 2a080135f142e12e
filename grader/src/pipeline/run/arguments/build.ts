import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor1D, Tensor4D, Variable } from "@tensorflow/tfjs-core";
import type { Batch, Network } from "@robustness-lab/fixtures";
import { floats, type TensorValue } from "../protocol/values.ts";
import type { BatchDescription } from "./described.ts";
import { toFunction } from "./evaluate.ts";
import type { Expression, Sent, SentNetwork } from "./sent.ts";

/** A built argument. */
export interface Built {
  readonly value: unknown;
  /** What is read back after a call: a network's parameters, the numbers of a recorder, the tensors that the caller keeps. */
  readonly state: readonly State[];
}

interface State {
  readonly read: () => TensorValue;
  readonly dispose: () => void;
  readonly differentiated?: Differentiated;
}

/** A tensor whose gradient is asked for. */
export interface Differentiated {
  readonly tensor: Tensor;
  /** Takes the gradient, to be read as state; without it, an empty tensor is read. */
  readonly receive: (gradient: Tensor) => void;
}

/** Builds an argument as it was sent: tags become functions and objects, tensor values become tensors, the rest is kept. */
export function build(argument: unknown): Built {
  const state: State[] = [];
  return { value: revive(argument, state), state };
}

function revive(argument: unknown, state: State[]): unknown {
  if (Array.isArray(argument)) return argument.map((element) => revive(element, state));
  if (typeof argument !== "object" || argument === null) return argument;
  if ("$" in argument) return reviveTagged(argument as Sent, state);
  return Object.fromEntries(Object.entries(argument).map(([key, value]) => [key, revive(value, state)]));
}

function reviveTagged(tagged: Sent, state: State[]): unknown {
  const builder = BUILDERS[tagged.$] as (tagged: Sent, state: State[]) => unknown;
  return builder(tagged, state);
}

type Builders = {
  readonly [T in Sent["$"]]: (tagged: Extract<Sent, { readonly $: T }>, state: State[]) => unknown;
};

const BUILDERS: Builders = {
  tensor: toTensor,
  differentiated: ({ value }, state) => {
    const tensor = toTensor(value);
    state.push(gradientOf(tensor));
    return tensor;
  },
  variable: ({ value }) => tf.tidy(() => tf.variable(toTensor(value))),
  function: ({ scope, ...sent }, state) => toFunction({ ...sent, scope: revive(scope, state) as typeof scope }),
  network: (sent, state) => {
    const network = buildNetwork(sent, state);
    state.push(...network.parameters.map(stateOf));
    return network;
  },
  optimizer: ({ kind, learningRate }) => (kind === "sgd" ? tf.train.sgd(learningRate) : tf.train.adam(learningRate)),
  batch: ({ batch, kept }, state) => (kept ? keep([batch], state)[0] : toBatch(batch)),
  batches: ({ batches, kept }, state) => (kept ? keep(batches, state) : passOver(batches)),
  epochs: ({ epochs, kept }, state) => {
    if (!kept) return passOverEpoch(epochs);
    const batches = epochs.map((epoch) => keep(epoch, state));
    return (epoch: number) => batches.at(indexOf(epoch)) ?? [];
  },
  kept: ({ value }, state) => {
    const tensor = toTensor(value);
    state.push(keptOf(tensor));
    return tensor;
  },
  given:
    ({ place }) =>
    (...args: readonly unknown[]) =>
      args[place],
  recorder: ({ timed }, state) => {
    const rows: (readonly number[])[] = [];
    const before = handedOut;
    const read = (): TensorValue => floats(timed ? [rows.length, 2] : [rows.length], rows.flat());
    state.push({ read, dispose: () => undefined });
    return (number: number) => void rows.push(timed ? [number, handedOut - before] : [number]);
  },
};

function toTensor(value: TensorValue): Tensor {
  return tf.tensor(value.data, [...value.shape], value.dtype);
}

function buildNetwork({ parameters, logits, trainingLogits }: SentNetwork, state: State[]): Network {
  const scope = revive(parameters, state) as Readonly<Record<string, Variable>>;
  const logitsBy = (body: Expression) => toFunction({ parameters: ["images", "seed"], body, scope });
  const classify = logitsBy(logits) as Network["classify"];
  const classifyWithDropout = logitsBy(trainingLogits) as Network["classifyTraining"];
  return {
    parameters: Object.values(scope),
    classify,
    // Never in inference mode, not even without a seed.
    classifyTraining: (images, seed: number | undefined) => classifyWithDropout(images, seed ?? 1),
  };
}

function stateOf(tensor: Tensor): State {
  return { read: () => toTensorValue(tensor), dispose: () => tensor.dispose() };
}

/** Disposed with the other arguments; see invoke. */
function keptOf(tensor: Tensor): State {
  return { read: () => (tensor.isDisposed ? floats([0], []) : toTensorValue(tensor)), dispose: () => undefined };
}

function gradientOf(tensor: Tensor): State {
  let received: Tensor | undefined;
  return {
    read: () => (received === undefined ? floats([0], []) : toTensorValue(received)),
    dispose: () => received?.dispose(),
    differentiated: { tensor, receive: (gradient) => (received = gradient) },
  };
}

/** Builds a described batch with new tensors. */
export function toBatch({ images, labels, seed }: BatchDescription): Batch {
  return { images: toTensor(images) as Tensor4D, labels: toTensor(labels) as Tensor1D, seed };
}

/** Batches whose owner uses them again after the call. */
function keep(described: readonly BatchDescription[], state: State[]): readonly Batch[] {
  const batches = described.map(toBatch);
  const tensors = batches.flatMap(({ images, labels }) => [images, labels]);
  const read = (): TensorValue =>
    floats(
      [tensors.length],
      tensors.map(({ isDisposed }) => (isDisposed ? 0 : 1)),
    );
  state.push({ read, dispose: () => tf.dispose(tensors) });
  return batches;
}

/** The batches that all lent iterators have handed out: a clock for timed recorders. */
let handedOut = 0;

function* passOver(batches: readonly BatchDescription[]): Generator<Batch> {
  for (const described of batches) {
    const batch = toBatch(described);
    handedOut += 1;
    try {
      yield batch;
    } finally {
      tf.dispose([batch.images, batch.labels]);
    }
  }
}

function passOverEpoch(epochs: readonly (readonly BatchDescription[])[]) {
  return (epoch: number): Generator<Batch> => passOver(epochs.at(indexOf(epoch)) ?? []);
}

/** A number that is no epoch, such as -1 or 1/2, gets the batches of another, so that asking for them shows. */
function indexOf(epoch: number): number {
  return Number.isInteger(epoch) ? epoch : Math.ceil(epoch) - 2;
}

/** Copies a tensor into plain data. */
export function toTensorValue(tensor: Tensor): TensorValue {
  const dtype = tensor.dtype === "int32" || tensor.dtype === "bool" ? tensor.dtype : "float32";
  return { $: "tensor", shape: tensor.shape, dtype, data: tensor.dataSync().slice() };
}

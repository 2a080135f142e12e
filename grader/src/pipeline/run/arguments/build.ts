import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import {
  randomFrom,
  type Attack,
  type Batch,
  type Classifier,
  type Loss,
  type MarginLoss,
} from "@robustness-lab/fixtures";
import { floats, type TensorValue } from "../protocol/values.ts";
import type {
  AttackDescription,
  BatchDescription,
  Described,
  LossName,
  MarginLossName,
  ModelDescription,
} from "./described.ts";
import { buildNetwork, toTensor } from "./models.ts";

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

/** Builds a described argument: tags become functions and objects, tensor values become tensors, the rest is kept. */
export function build(argument: unknown): Built {
  const state: State[] = [];
  return { value: revive(argument, state), state };
}

function revive(argument: unknown, state: State[]): unknown {
  if (Array.isArray(argument)) return argument.map((element) => revive(element, state));
  if (typeof argument !== "object" || argument === null) return argument;
  if ("$" in argument) return reviveTagged(argument as Tagged, state);
  return Object.fromEntries(Object.entries(argument).map(([key, value]) => [key, revive(value, state)]));
}

function reviveTagged(tagged: Tagged, state: State[]): unknown {
  const builder = BUILDERS[tagged.$] as (tagged: Tagged, state: State[]) => unknown;
  return builder(tagged, state);
}

type Tagged = Described | TensorValue;
type Builders = {
  readonly [T in Tagged["$"]]: (tagged: Extract<Tagged, { readonly $: T }>, state: State[]) => unknown;
};

const BUILDERS: Builders = {
  tensor: toTensor,
  differentiated: ({ value }, state) => {
    const tensor = toTensor(value);
    state.push(gradientOf(tensor));
    return tensor;
  },
  marginLoss: ({ name }) => MARGIN_LOSSES[name].loss,
  marginLossDerivative: ({ name }) => MARGIN_LOSSES[name].derivative,
  classifier: ({ model, logSoftmax = false }) => buildClassifier(model, logSoftmax),
  loss: ({ name }) => LOSSES[name],
  accuracy: () => accuracy,
  network: ({ model }, state) => {
    const network = buildNetwork(model);
    state.push(...network.parameters.map(stateOf));
    return network;
  },
  optimizer: ({ kind, learningRate }) => (kind === "sgd" ? tf.train.sgd(learningRate) : tf.train.adam(learningRate)),
  batch: ({ batch, kept }, state) => (kept ? keep([batch], state)[0] : toBatch(batch)),
  batches: ({ batches, kept }, state) => (kept ? keep(batches, state) : passOver(batches)),
  epochs: ({ epochs, kept }, state) => {
    if (!kept) return passOverEpoch(epochs);
    const batches = epochs.map((epoch) => keep(epoch, state));
    return (epoch: number) => batches.at(Math.ceil(epoch)) ?? [];
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
  attack: ({ attack }) => buildAttack(attack),
  attackAt: ({ kind }) => attackAt(kind),
  meanPixelUnder: ({ model, batch }) => meanPixelUnder(buildClassifier(model, false), batch),
  patternStart: ({ amplitude }) => patternStart(amplitude),
  relativeStep: ({ length }) => relativeStep(length),
  tube: ({ radius }) => tube(radius),
};

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

const LOSSES: Readonly<Record<LossName, Loss>> = {
  crossEntropy,
  squaredError: (logits, labels) =>
    tf.tidy(() => tf.mean(tf.sum(tf.squaredDifference(logits, oneHot(labels, logits)), 1))),
  minusLogit: (logits, labels) => tf.tidy(() => tf.mean(tf.sum(tf.neg(tf.mul(logits, oneHot(labels, logits))), 1))),
  // It depends on the labels, because tf.grads throws for an argument that it finds no way back to.
  sqrtAtZero: (logits, labels) => tf.tidy(() => tf.mean(tf.sqrt(tf.mul(0, tf.sub(logits, oneHot(labels, logits)))))),
  notANumber: (logits) => tf.tidy(() => tf.mean(tf.mul(NaN, logits))),
};

const MARGIN_LOSSES: Readonly<Record<MarginLossName, { readonly loss: MarginLoss; readonly derivative: MarginLoss }>> =
  {
    hinge: {
      loss: (z) => gap(z, 1),
      derivative: (z) => tf.neg(tf.step(gap(z, 1))),
    },
    logistic: {
      loss: (z) => tf.softplus(tf.neg(z)),
      derivative: (z) => tf.neg(tf.sigmoid(tf.neg(z))),
    },
    exponential: {
      loss: (z) => tf.exp(tf.neg(z)),
      derivative: (z) => tf.neg(tf.exp(tf.neg(z))),
    },
    squaredHinge: {
      loss: (z) => tf.square(gap(z, 0.5)),
      derivative: (z) => tf.mul(-2, gap(z, 0.5)),
    },
    linear: {
      loss: (z) => tf.neg(z),
      derivative: (z) => tf.neg(tf.onesLike(z)),
    },
  };

/** max(0, wanted - z) */
function gap(z: Tensor1D, wanted: number): Tensor1D {
  return tf.relu(tf.sub<Tensor1D>(wanted, z));
}

/** Builds a described model in inference mode. */
function buildClassifier(model: ModelDescription, logSoftmax: boolean): Classifier {
  const { classify } = buildNetwork(model);
  return logSoftmax ? (images) => tf.tidy(() => tf.logSoftmax(classify(images))) : classify;
}

/** Softmax cross-entropy, averaged over the batch. */
function crossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  return tf.losses.softmaxCrossEntropy<Tensor2D, Scalar>(oneHot(labels, logits), logits);
}

function oneHot(labels: Tensor1D, logits: Tensor2D): Tensor2D {
  return tf.oneHot(tf.cast(labels, "int32"), logits.shape[1]) as Tensor2D;
}

function accuracy(logits: Tensor2D, labels: Tensor1D): number {
  const hits = tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.argMax(logits, -1), tf.cast(labels, "int32")), "float32")));
  return hits.dataSync()[0] as number;
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

/** A number that is no epoch, such as -1 or 1/2, gets the batches of one all the same, so that asking for them shows. */
function passOverEpoch(epochs: readonly (readonly BatchDescription[])[]) {
  return (epoch: number): Generator<Batch> => passOver(epochs.at(Math.ceil(epoch)) ?? []);
}

export function buildAttack(attack: AttackDescription): Attack {
  switch (attack.kind) {
    case "identity":
      return (_, { images }) => images;
    case "dim":
      return (classifier, { images, labels }) =>
        tf.tidy(() => {
          const probabilities = tf.softmax(classifier(images));
          const chosen = tf.oneHot(tf.cast(labels, "int32"), probabilities.shape[1]);
          const sureness = tf.reshape(tf.sum(tf.mul(probabilities, chosen), 1), [-1, 1, 1, 1]);
          return tf.mul<Tensor4D>(images, tf.sub(1, tf.mul(attack.strength, sureness)));
        });
    case "negative":
      return (_, { images }) =>
        tf.tidy(() => tf.add<Tensor4D>(images, tf.mul(attack.strength, tf.sub(1, tf.mul(2, images)))));
    case "speckle":
      return (_, { images, seed }) => {
        const random = randomFrom(seed);
        const noise = Float32Array.from({ length: images.size }, () => attack.strength * random.uniform(0, 1));
        return tf.tidy(() => tf.add(tf.mul(1 - attack.strength, images), tf.tensor4d(noise, images.shape)));
      };
  }
}

function attackAt(kind: "dim" | "negative") {
  return (strength: number): Attack => buildAttack({ kind, strength });
}

function meanPixelUnder(classifier: Classifier, described: BatchDescription): (attack: Attack) => number {
  return (attack) => {
    const batch = toBatch(described);
    const pixels = tf.tidy(() => tf.mean(attack(classifier, batch)));
    return pixels.dataSync()[0] as number;
  };
}

/** (images, seed) -> images + amplitude r(seed), clipped to [0, 1]. */
function patternStart(amplitude: number) {
  return (images: Tensor4D, seed: number): Tensor4D => {
    const random = randomFrom(seed);
    const pattern = Float32Array.from({ length: images.size }, () => random.uniform(-amplitude, amplitude));
    return tf.tidy(() => tf.clipByValue(tf.add<Tensor4D>(images, tf.tensor4d(pattern, images.shape)), 0, 1));
  };
}

/** gradient -> length g / max |g|, each image with its own maximum. */
function relativeStep(length: number) {
  return (gradient: Tensor4D): Tensor4D =>
    tf.tidy(() => {
      const largest = tf.max(tf.abs(gradient), [1, 2, 3], true);
      return tf.mul<Tensor4D>(gradient, tf.div(length, tf.maximum(largest, 1e-30)));
    });
}

/** (candidate, images) -> each pixel of the candidate to within radius of the image's, and to [0, 1]. */
function tube(radius: number) {
  return (candidate: Tensor4D, images: Tensor4D): Tensor4D =>
    tf.tidy(() => {
      const delta = tf.clipByValue(tf.sub<Tensor4D>(candidate, images), -radius, radius);
      return tf.clipByValue(tf.add<Tensor4D>(images, delta), 0, 1);
    });
}

/** Copies a tensor into plain data. */
export function toTensorValue(tensor: Tensor): TensorValue {
  const dtype = tensor.dtype === "int32" || tensor.dtype === "bool" ? tensor.dtype : "float32";
  return { $: "tensor", shape: tensor.shape, dtype, data: tensor.dataSync().slice() };
}

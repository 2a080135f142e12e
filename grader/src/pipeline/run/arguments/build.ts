import * as tf from "@tensorflow/tfjs-core";
import type { Optimizer, Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import { randomFrom, type Attack, type Batch, type Classifier, type MarginLoss } from "@robustness-lab/fixtures";
import type { Plain, TensorValue } from "../protocol/values.ts";
import type { AttackDescription, BatchDescription, Described, MarginLossName } from "./described.ts";
import { buildNetwork, toTensor } from "./models.ts";

/** What an argument becomes, and what of it is worth reading back after the call. */
export interface Built {
  readonly value: unknown;
  /** Tensors that a call may change on purpose: a network's parameters. */
  readonly state: readonly Tensor[];
}

/** Builds a described argument: tags become functions and objects, tensor values tensors, the rest stays as it is. */
export function build(argument: unknown): Built {
  const state: Tensor[] = [];
  return { value: revive(argument, state), state };
}

function revive(argument: unknown, state: Tensor[]): unknown {
  if (Array.isArray(argument)) return argument.map((element) => revive(element, state));
  if (typeof argument !== "object" || argument === null) return argument;
  if ("$" in argument) return reviveTagged(argument as Described | TensorValue, state);
  return Object.fromEntries(Object.entries(argument).map(([key, value]) => [key, revive(value, state)]));
}

function reviveTagged(described: Described | TensorValue, state: Tensor[]): unknown {
  switch (described.$) {
    case "tensor":
      return toTensor(described);
    case "marginLoss":
      return MARGIN_LOSSES[described.name].loss;
    case "marginLossDerivative":
      return MARGIN_LOSSES[described.name].derivative;
    case "classifier":
      return buildClassifier(described.model, described.logSoftmax ?? false);
    case "crossEntropy":
      return crossEntropy;
    case "accuracy":
      return accuracy;
    case "network": {
      const network = buildNetwork(described.model);
      state.push(...network.parameters);
      return network;
    }
    case "optimizer":
      return buildOptimizer(described.kind, described.learningRate);
    case "batch":
      return toBatch(described.batch);
    case "batches":
      return passOver(described.batches);
    case "epochs":
      return (epoch: number) => passOver(described.epochs[epoch] ?? []);
    case "attack":
      return buildAttack(described.attack);
    case "attackAt":
      return (strength: number) => buildAttack({ kind: described.kind, strength });
    case "meanPixelUnder":
      return meanPixelUnder(buildClassifier(described.model, false), described.batch);
    case "patternStart":
      return (images: Tensor4D, seed: number) => patternStart(images, described.amplitude, seed);
    case "relativeStep":
      return (gradient: Tensor4D) => relativeStep(gradient, described.length);
    case "tube":
      return (candidate: Tensor4D, images: Tensor4D) => tube(candidate, images, described.radius);
  }
}

const MARGIN_LOSSES: Readonly<Record<MarginLossName, { readonly loss: MarginLoss; readonly derivative: MarginLoss }>> =
  {
    hinge: {
      loss: gap,
      derivative: (z) => tf.neg(tf.step(gap(z))),
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
      loss: (z) => tf.square(gap(z)),
      derivative: (z) => tf.mul(-2, gap(z)),
    },
  };

/** max(0, 1 - z) */
function gap(z: Tensor1D): Tensor1D {
  return tf.relu(tf.sub<Tensor1D>(1, z));
}

/** A described model in inference mode. */
export function buildClassifier(model: Parameters<typeof buildNetwork>[0], logSoftmax: boolean): Classifier {
  const { classify } = buildNetwork(model);
  return logSoftmax ? (images) => tf.tidy(() => tf.logSoftmax(classify(images))) : classify;
}

/** Softmax cross-entropy, a mean over the batch. */
export function crossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  return tf.losses.softmaxCrossEntropy<Tensor2D, Scalar>(
    tf.oneHot(tf.cast(labels, "int32"), logits.shape[1]) as Tensor2D,
    logits,
  );
}

function accuracy(logits: Tensor2D, labels: Tensor1D): number {
  const hits = tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.argMax(logits, -1), tf.cast(labels, "int32")), "float32")));
  return hits.dataSync()[0] as number;
}

function buildOptimizer(kind: "sgd" | "adam", learningRate: number): Optimizer {
  return kind === "sgd" ? tf.train.sgd(learningRate) : tf.train.adam(learningRate);
}

/** A described batch with tensors of its own. */
export function toBatch({ images, labels, seed }: BatchDescription): Batch {
  return { images: toTensor(images) as Tensor4D, labels: toTensor(labels) as Tensor1D, seed };
}

function* passOver(batches: readonly BatchDescription[]): Generator<Batch> {
  for (const described of batches) {
    const batch = toBatch(described);
    try {
      yield batch;
    } finally {
      tf.dispose([batch.images, batch.labels]);
    }
  }
}

/** A described attack. */
export function buildAttack(attack: AttackDescription): Attack {
  switch (attack.kind) {
    case "identity":
      return (_, { images }) => tf.clone(images);
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
  }
}

function meanPixelUnder(classifier: Classifier, described: BatchDescription): (attack: Attack) => number {
  return (attack) => {
    const batch = toBatch(described);
    const pixels = tf.tidy(() => tf.mean(attack(classifier, batch)));
    return pixels.dataSync()[0] as number;
  };
}

/** images + amplitude r(seed), clipped to [0, 1]. */
export function patternStart(images: Tensor4D, amplitude: number, seed: number): Tensor4D {
  const random = randomFrom(seed);
  const pattern = Float32Array.from({ length: images.size }, () => random.uniform(-amplitude, amplitude));
  return tf.tidy(() => tf.clipByValue(tf.add<Tensor4D>(images, tf.tensor4d(pattern, images.shape)), 0, 1));
}

/** length g / max |g|, each image with its own maximum. */
export function relativeStep(gradient: Tensor4D, length: number): Tensor4D {
  return tf.tidy(() => {
    const largest = tf.max(tf.abs(gradient), [1, 2, 3], true);
    return tf.mul<Tensor4D>(gradient, tf.div(length, tf.maximum(largest, 1e-30)));
  });
}

/** Each pixel to within radius of the image's, and to [0, 1]. */
export function tube(candidate: Tensor4D, images: Tensor4D, radius: number): Tensor4D {
  return tf.tidy(() => {
    const delta = tf.clipByValue(tf.sub<Tensor4D>(candidate, images), -radius, radius);
    return tf.clipByValue(tf.add<Tensor4D>(images, delta), 0, 1);
  });
}

/** Plain data of a tensor, copied out. */
export function toTensorValue(tensor: Tensor): TensorValue {
  const dtype = tensor.dtype === "int32" || tensor.dtype === "bool" ? tensor.dtype : "float32";
  return { $: "tensor", shape: tensor.shape, dtype, data: tensor.dataSync().slice() };
}

/** How the tags of a description look in plain data; what a suite writes as an argument. */
export type Argument = Plain | Described | readonly Argument[] | { readonly [key: string]: Argument };

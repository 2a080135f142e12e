import type { TensorValue } from "../protocol/values.ts";

/*
 * The arguments of a probe as plain data. Functions and objects with methods are described here and built by build.ts, in
 * the child for the call and in the parent for the parent's own measurements.
 */

/**
 * Losses J(logits, labels) a probe may use, averaged over the batch. "squaredError": sum_k (z_k - onehot_k)^2, whose minimum,
 * gradient and labels differ from the cross-entropy's. "minusLogit": -z_label, which may be 0 or negative. "sqrtAtZero": the
 * value is 0 and the gradient NaN. "notANumber": the value is NaN.
 */
export type LossName = "crossEntropy" | "squaredError" | "minusLogit" | "sqrtAtZero" | "notANumber";

/**
 * Margin losses l(z) a probe may use. "squaredHinge": max(0, 1/2 - z)^2, flat from another margin on than the hinge. "linear":
 * -z, whose values may be negative.
 */
export type MarginLossName = "hinge" | "logistic" | "exponential" | "squaredHinge" | "linear";

/** Small models on images [n, h, w, c]. Once built, all are a Network. */
export type ModelDescription =
  | {
      /** logits = flatten(x) W + b */
      readonly kind: "linear";
      readonly weights: TensorValue;
      readonly bias: TensorValue;
    }
  | {
      /** logits = dropout(tanh(flatten(x) W1 + b1)) W2 + b2; dropout in training mode only */
      readonly kind: "mlp";
      readonly weights1: TensorValue;
      readonly bias1: TensorValue;
      readonly weights2: TensorValue;
      readonly bias2: TensorValue;
      readonly dropoutRate: number;
    }
  | {
      /** logits = flatten(maxpool2(relu(conv(x, K)))) W + b, "valid", stride 1 */
      readonly kind: "conv";
      readonly kernel: TensorValue;
      readonly weights: TensorValue;
      readonly bias: TensorValue;
    };

/** A batch of a described data set. */
export interface BatchDescription {
  readonly images: TensorValue;
  readonly labels: TensorValue;
  readonly seed: number;
}

export interface OptimizerDescription {
  readonly kind: "sgd" | "adam";
  readonly learningRate: number;
}

/**
 * Attacks that a probe passes to a function. None is an exercise of the sheet.
 * "identity": x. "dim": x (1 - strength softmax(f(x))[y]), darker as the classifier is more confident.
 * "negative": (1 - strength) x + strength (1 - x), independent of the classifier. "speckle": (1 - strength) x + strength r(seed),
 * r uniform in [0, 1), so that it depends on the batch's seed. "identity" returns batch.images itself.
 */
export type AttackDescription =
  | { readonly kind: "identity" }
  | { readonly kind: "dim"; readonly strength: number }
  | { readonly kind: "negative"; readonly strength: number }
  | { readonly kind: "speckle"; readonly strength: number };

/** The described arguments, by tag. */
export type Described =
  /**
   * a tensor whose gradient is asked for: the function runs under autodiff, and the gradient of the sum of what it returns
   * comes back as state
   */
  | { readonly $: "differentiated"; readonly value: TensorValue }
  | { readonly $: "marginLoss"; readonly name: MarginLossName }
  | { readonly $: "marginLossDerivative"; readonly name: MarginLossName }
  | { readonly $: "classifier"; readonly model: ModelDescription; readonly logSoftmax?: boolean }
  | { readonly $: "loss"; readonly name: LossName }
  | { readonly $: "accuracy" }
  | { readonly $: "network"; readonly model: ModelDescription }
  | ({ readonly $: "optimizer" } & OptimizerDescription)
  /** kept: its tensors outlive the call, and 1 (alive) or 0 (disposed of) for each comes back as state */
  | { readonly $: "batch"; readonly batch: BatchDescription; readonly kept?: boolean }
  /** an iterator that can be used once; kept: an array */
  | { readonly $: "batches"; readonly batches: readonly BatchDescription[]; readonly kept?: boolean }
  | { readonly $: "epochs"; readonly epochs: readonly (readonly BatchDescription[])[]; readonly kept?: boolean }
  /** a tensor that stays the caller's: its values after the call come back as state, none if it was disposed of */
  | { readonly $: "kept"; readonly value: TensorValue }
  /** a function that returns the argument at that place, as it is: a start, a step, or a projection */
  | { readonly $: "given"; readonly place: 0 | 1 }
  /**
   * number -> void; the numbers it was called with come back as state. timed: [number, how many batches had been handed out],
   * a row for each call
   */
  | { readonly $: "recorder"; readonly timed?: boolean }
  | { readonly $: "attack"; readonly attack: AttackDescription }
  /** radius -> the attack of that kind and strength */
  | { readonly $: "attackAt"; readonly kind: "dim" | "negative" }
  /** attack -> the mean pixel of the images it returns for the batch */
  | { readonly $: "meanPixelUnder"; readonly model: ModelDescription; readonly batch: BatchDescription }
  /** a start: images + amplitude r(seed), clipped to [0, 1]; r a fixed pattern in [-1, 1] that depends on the seed */
  | { readonly $: "patternStart"; readonly amplitude: number }
  /** a step: length g / max |g|, each image with its own maximum, so independent of the gradient's scale */
  | { readonly $: "relativeStep"; readonly length: number }
  /** a projection: each pixel to within `radius` of the image's, and to [0, 1] */
  | { readonly $: "tube"; readonly radius: number };

/** The tags of tensors: a kept or differentiated tensor is only a tensor. */
const TENSORS = ["tensor", "kept", "differentiated"];

/** True if an argument contains more than plain data and tensors: the child builds that part and lends it to the call. */
export function isLent(argument: unknown): boolean {
  if (typeof argument !== "object" || argument === null || ArrayBuffer.isView(argument)) return false;
  if ("$" in argument) return !TENSORS.some((tag) => tag === argument.$);
  return Object.values(argument).some(isLent);
}

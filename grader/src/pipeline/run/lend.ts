import type { TensorValue } from "./protocol/values.ts";
import {
  isLent,
  type AttackDescription,
  type Described,
  type LossName,
  type MarginLossName,
  type ModelDescription,
} from "./arguments/described.ts";
import type { DescribedFunction, Expression, SentFunction, SentNetwork } from "./arguments/sent.ts";

/*
 * The functions that a call can lend, written as data for evaluate.ts. Some answer an exercise, such as the hinge loss, so the
 * sandbox never contains this file, and a call is sent no more than what it is lent.
 */

/** Replaces described functions by what is sent for them. Everything else stays as it is. */
export function lend(argument: unknown): unknown {
  if (!isLent(argument)) return argument;
  if (Array.isArray(argument)) return argument.map(lend);
  const described = argument as Described | Readonly<Record<string, unknown>>;
  if (!("$" in described)) {
    return Object.fromEntries(Object.entries(described).map(([key, value]) => [key, lend(value)]));
  }
  const lender = LENDERS[described.$ as DescribedFunction["$"]] as ((described: unknown) => unknown) | undefined;
  return lender === undefined ? described : lender(described);
}

type Lenders = {
  readonly [T in DescribedFunction["$"]]: (
    described: Extract<Described, { readonly $: T }>,
  ) => SentFunction | SentNetwork;
};

const LENDERS: Lenders = {
  marginLoss: ({ name }) => sent(["z"], MARGIN_LOSSES[name].loss),
  marginLossDerivative: ({ name }) => sent(["z"], MARGIN_LOSSES[name].derivative),
  classifier: ({ model, logSoftmax = false }) => classifierOf(model, logSoftmax),
  loss: ({ name }) => sent(["logits", "labels"], LOSSES[name]),
  accuracy: () => sent(["logits", "labels"], ACCURACY),
  network: ({ model }) => networkOf(model),
  attack: ({ attack }) => sent(["classifier", "batch"], attackedBy(attack)),
  attackAt: ({ kind }) =>
    sent(["strength"], ["function", "classifier", "batch", attackedBy({ kind, strength: "$strength" })]),
  meanPixelUnder: ({ model, batch: { images, labels, seed } }) => {
    const batch: Expression = ["batch", "$images", "$labels", "$seed"];
    const scope = { classifier: classifierOf(model, false), images, labels, seed };
    return sent(["attack"], ["number", ["mean", ["apply", "$attack", "$classifier", batch]]], scope);
  },
  patternStart: ({ amplitude }) => {
    const pattern: Expression = ["sub", ["mul", 2 * amplitude, ["random", "$images", "$seed"]], amplitude];
    return sent(["images", "seed"], ["clipByValue", ["add", "$images", pattern], 0, 1]);
  },
  relativeStep: ({ length }) => {
    const largest: Expression = ["max", ["abs", "$gradient"], ["list", 1, 2, 3], true];
    return sent(["gradient"], ["mul", "$gradient", ["div", length, ["maximum", largest, 1e-30]]]);
  },
  tube: ({ radius }) => {
    const delta: Expression = ["clipByValue", ["sub", "$candidate", "$images"], -radius, radius];
    return sent(["candidate", "images"], ["clipByValue", ["add", "$images", delta], 0, 1]);
  },
};

function sent(parameters: readonly string[], body: Expression, scope: SentFunction["scope"] = {}): SentFunction {
  return { $: "function", parameters, body, scope };
}

const MARGIN_LOSSES: Readonly<Record<MarginLossName, { readonly loss: Expression; readonly derivative: Expression }>> =
  {
    hinge: { loss: gap(1), derivative: ["neg", ["step", gap(1)]] },
    logistic: { loss: ["softplus", ["neg", "$z"]], derivative: ["neg", ["sigmoid", ["neg", "$z"]]] },
    exponential: { loss: ["exp", ["neg", "$z"]], derivative: ["neg", ["exp", ["neg", "$z"]]] },
    squaredHinge: { loss: ["square", gap(0.5)], derivative: ["mul", -2, gap(0.5)] },
    linear: { loss: ["neg", "$z"], derivative: ["neg", ["onesLike", "$z"]] },
  };

/** max(0, wanted - z) */
function gap(wanted: number): Expression {
  return ["relu", ["sub", wanted, "$z"]];
}

const ONE_HOT = oneHot("$labels", "$logits");

const LOSSES: Readonly<Record<LossName, Expression>> = {
  crossEntropy: ["losses.softmaxCrossEntropy", ONE_HOT, "$logits"],
  squaredError: ["mean", ["sum", ["squaredDifference", "$logits", ONE_HOT], 1]],
  minusLogit: ["mean", ["sum", ["neg", ["mul", "$logits", ONE_HOT]], 1]],
  // It depends on the labels, because tf.grads throws for an argument that it finds no way back to.
  sqrtAtZero: ["mean", ["sqrt", ["mul", 0, ["sub", "$logits", ONE_HOT]]]],
  notANumber: ["mean", ["mul", NaN, "$logits"]],
};

const HITS: Expression = ["equal", ["argMax", "$logits", -1], ["cast", "$labels", "int32"]];
const ACCURACY: Expression = ["number", ["mean", ["cast", HITS, "float32"]]];

/** @param scores [n, k], for the number of classes */
function oneHot(labels: Expression, scores: Expression): Expression {
  return ["oneHot", ["cast", labels, "int32"], ["get", ["get", scores, "shape"], 1]];
}

type AttackBody = AttackDescription | { readonly kind: "dim" | "negative"; readonly strength: Expression };

/** The images that an attack returns for $classifier and $batch. */
function attackedBy(attack: AttackBody): Expression {
  const images: Expression = ["get", "$batch", "images"];
  switch (attack.kind) {
    case "identity":
      return images;
    case "dim": {
      const chosen: Expression = ["mul", "$probabilities", oneHot(["get", "$batch", "labels"], "$probabilities")];
      const sureness: Expression = ["reshape", ["sum", chosen, 1], ["list", -1, 1, 1, 1]];
      const dimmed: Expression = ["mul", images, ["sub", 1, ["mul", attack.strength, sureness]]];
      return ["let", "probabilities", ["softmax", ["apply", "$classifier", images]], dimmed];
    }
    case "negative":
      return ["add", images, ["mul", attack.strength, ["sub", 1, ["mul", 2, images]]]];
    case "speckle": {
      const noise: Expression = ["random", images, ["get", "$batch", "seed"]];
      return ["add", ["mul", 1 - attack.strength, images], ["mul", attack.strength, noise]];
    }
  }
}

/** A described model in inference mode. */
function classifierOf(model: ModelDescription, logSoftmax: boolean): SentFunction {
  const { parameters, logits } = networkOf(model);
  return sent(["images"], logSoftmax ? ["logSoftmax", logits] : logits, parameters);
}

function networkOf(model: ModelDescription): SentNetwork {
  switch (model.kind) {
    case "linear": {
      const logits = dense(flat("$images"), "$weights", "$bias");
      return network({ weights: model.weights, bias: model.bias }, logits);
    }
    case "mlp": {
      const { weights1, bias1, weights2, bias2, dropoutRate } = model;
      const hidden: Expression = ["tanh", dense(flat("$images"), "$weights1", "$bias1")];
      const kept: Expression = ["dropout", hidden, dropoutRate, null, "$seed"];
      return network(
        { weights1, bias1, weights2, bias2 },
        dense(hidden, "$weights2", "$bias2"),
        dense(kept, "$weights2", "$bias2"),
      );
    }
    case "conv": {
      const { kernel, weights, bias } = model;
      const activations: Expression = ["relu", ["conv2d", "$images", "$kernel", 1, "valid"]];
      const pooled: Expression = ["maxPool", activations, 2, 2, "valid"];
      return network({ kernel, weights, bias }, ["let", "pooled", pooled, dense(flat("$pooled"), "$weights", "$bias")]);
    }
  }
}

function network(
  values: Readonly<Record<string, TensorValue>>,
  logits: Expression,
  trainingLogits: Expression = logits,
): SentNetwork {
  const parameters = Object.entries(values).map(([name, value]) => [name, { $: "variable", value }] as const);
  return { $: "network", parameters: Object.fromEntries(parameters), logits, trainingLogits };
}

/** [n, h, w, c] -> [n, h w c] */
function flat(images: Expression): Expression {
  const size = (axis: number): Expression => ["get", ["get", images, "shape"], axis];
  return ["reshape", images, ["list", size(0), ["product", size(1), size(2), size(3)]]];
}

function dense(inputs: Expression, weights: Expression, bias: Expression): Expression {
  return ["add", ["matMul", inputs, weights], bias];
}

import type { LossName } from "../../run/arguments/described.ts";
import { softmaxOf } from "./cross-entropy.ts";
import { dot, type Vector } from "./vectors.ts";

/* Derivatives of losses with respect to the logits of one image, in closed form. */

/** dJ/dz at the logits z, for a batch of one. */
export function lossSlopes(loss: LossName, logits: Vector, label: number): Vector {
  switch (loss) {
    case "crossEntropy":
      return softmaxOf(logits).map((p, k) => p - hot(k, label));
    case "squaredError":
      return logits.map((logit, k) => 2 * (logit - hot(k, label)));
    case "minusLogit":
      return logits.map((_, k) => -hot(k, label));
    case "sqrtAtZero":
    case "notANumber":
      return logits.map(() => NaN);
  }
}

/** What known wrong programs climb in place of the loss, as derivatives with respect to the logits. */
export function wrongSlopes(loss: LossName, logits: Vector, label: number): Readonly<Record<string, Vector>> {
  const others = logits.map((logit, k) => (k === label ? -Infinity : logit));
  const runnerUp = others.indexOf(Math.max(...others));
  const predicted = logits.indexOf(Math.max(...logits));
  return {
    // Rare, so the first to be looked for.
    ...(loss === "crossEntropy"
      ? {}
      : {
          ofShifted: lossSlopes(
            loss,
            logits.map((logit) => logit + 0.1),
            label,
          ),
        }),
    otherLoss: lossSlopes(loss === "crossEntropy" ? "squaredError" : "crossEntropy", logits, label),
    // Of no use if it is the true label, which the others tell from it.
    predictedLabel: lossSlopes(loss, logits, predicted === label ? runnerUp : predicted),
    runnerUpLabel: lossSlopes(loss, logits, runnerUp),
    firstClass: lossSlopes(loss, logits, label === 0 ? 1 : 0),
    nextClass: lossSlopes(loss, logits, (label + 1) % logits.length),
    // Squared or multiplied labels are the last class, or beyond it: no one in their row of the one-hot encoding.
    ...(loss === "squaredError"
      ? {
          lastClass: lossSlopes(loss, logits, label === logits.length - 1 ? 0 : logits.length - 1),
          noClass: lossSlopes(loss, logits, logits.length),
        }
      : {}),
    meanLogit: logits.map(() => 1),
    minusLogit: logits.map((_, k) => -hot(k, label)),
    margin: logits.map((_, k) => hot(k, runnerUp) - hot(k, label)),
    sigmoidCrossEntropy: logits.map((logit, k) => sigmoid(logit) - hot(k, label)),
    crossEntropyOfSoftmax: throughSoftmax("crossEntropy", logits, label),
    squaredErrorOfSoftmax: throughSoftmax("squaredError", logits, label),
    // The log-softmax of a log-softmax is itself.
    ...(loss === "crossEntropy" ? {} : { ofLogSoftmax: throughLogSoftmax(loss, logits, label) }),
    ofSigmoid: throughSigmoid(loss, logits, label),
  };
}

/** The slopes of J(softmax(z)). */
function throughSoftmax(loss: LossName, logits: Vector, label: number): Vector {
  const p = softmaxOf(logits);
  const slopes = lossSlopes(loss, p, label);
  return p.map((share, k) => share * ((slopes[k] as number) - dot(p, slopes)));
}

/** The slopes of J(log softmax(z)). */
function throughLogSoftmax(loss: LossName, logits: Vector, label: number): Vector {
  const p = softmaxOf(logits);
  const slopes = lossSlopes(loss, p.map(Math.log), label);
  const total = slopes.reduce((sum, slope) => sum + slope, 0);
  return slopes.map((slope, k) => slope - (p[k] as number) * total);
}

/** The slopes of J(sigmoid(z)). */
function throughSigmoid(loss: LossName, logits: Vector, label: number): Vector {
  const values = logits.map(sigmoid);
  const slopes = lossSlopes(loss, values, label);
  return values.map((value, k) => (slopes[k] as number) * value * (1 - value));
}

function hot(k: number, label: number): number {
  return k === label ? 1 : 0;
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

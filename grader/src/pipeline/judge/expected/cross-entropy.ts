import { mean, type Vector } from "./vectors.ts";

/* Metrics of logits in double precision. */

/** The logits of a batch, one row for each image. */
export type Logits = readonly Vector[];

/** softmax(z) of one row. */
export function softmaxOf(logits: Vector): Vector {
  const largest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - largest));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

/** log(sum exp z) - z[label] of one row. */
export function crossEntropyOf(logits: Vector, label: number): number {
  const largest = Math.max(...logits);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  return largest + Math.log(total) - (logits[label] as number);
}

/** The mean cross-entropy of a batch. */
export function crossEntropy(logits: Logits, labels: Vector): number {
  return mean(logits.map((row, index) => crossEntropyOf(row, labels[index] as number)));
}

/** The fraction of rows whose largest logit is the label's. */
export function accuracy(logits: Logits, labels: Vector): number {
  return mean(logits.map((row, index) => (row.indexOf(Math.max(...row)) === labels[index] ? 1 : 0)));
}

/** The gradient of crossEntropy in the logits, row by row: (softmax(z) - onehot) / n. */
export function crossEntropyGradient(logits: Logits, labels: Vector): Vector {
  return logits.flatMap((row, index) =>
    softmaxOf(row).map((share, k) => (share - (k === labels[index] ? 1 : 0)) / logits.length),
  );
}

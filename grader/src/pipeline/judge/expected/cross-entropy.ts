import { crossEntropyOf } from "./image-gradients.ts";
import { mean, type Vector } from "./vectors.ts";

/** Logits of a batch, one row for each image. */
export type Logits = readonly Vector[];

/** The mean over the rows of log(sum exp z) - z[label], in double precision. */
export function crossEntropy(logits: Logits, labels: Vector): number {
  return mean(logits.map((row, index) => crossEntropyOf(row, labels[index] as number)));
}

/** The fraction of rows whose largest logit is the label's. */
export function accuracy(logits: Logits, labels: Vector): number {
  return mean(logits.map((row, index) => (row.indexOf(Math.max(...row)) === labels[index] ? 1 : 0)));
}

import { hinge } from "./margin-losses.ts";
import { mean, norm2, type Vector } from "./vectors.ts";

/** What the objectives of exercise 1.4 depend on: the margins of the points, the weights, and a number. */
export interface HingeProblem {
  readonly margins: Vector;
  readonly w: Vector;
  /** epsilon, or lambda for the SVM */
  readonly strength: number;
}

/** The mean of the largest hinge losses: each margin falls by epsilon ||w||_2. */
export function robustHinge({ margins, w, strength }: HingeProblem): number {
  return mean(margins.map((margin) => hinge(margin - strength * norm2(w))));
}

export function robustHingeBound({ margins, w, strength }: HingeProblem): number {
  return mean(margins.map(hinge)) + strength * norm2(w);
}

/** Bound minus robust hinge, point by point and in double precision, where subtracting loses nothing that matters. */
export function robustHingeSlack({ margins, w, strength }: HingeProblem): number {
  const penalty = strength * norm2(w);
  return mean(margins.map((margin) => hinge(margin) + penalty - hinge(margin - penalty)));
}

export function svmObjective({ margins, w, strength }: HingeProblem): number {
  return mean(margins.map(hinge)) + strength * norm2(w) ** 2;
}

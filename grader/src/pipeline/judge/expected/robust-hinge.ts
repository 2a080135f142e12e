import { hinge } from "./margin-losses.ts";
import { mean, norm2, type Vector } from "./vectors.ts";

/** The quantities that the objectives of exercise 1.4 depend on. */
export interface HingeProblem {
  /** m = y w·x of each point */
  readonly margins: Vector;
  readonly w: Vector;
  /** epsilon, or lambda for the SVM */
  readonly strength: number;
}

/** mean max(0, 1 - m + epsilon ||w||_2) */
export function robustHinge({ margins, w, strength }: HingeProblem): number {
  return mean(margins.map((margin) => hinge(margin - strength * norm2(w))));
}

/** mean max(0, 1 - m) + epsilon ||w||_2 */
export function robustHingeBound({ margins, w, strength }: HingeProblem): number {
  return mean(margins.map(hinge)) + strength * norm2(w);
}

/** Bound minus robust hinge, subtracted point by point: double precision has enough digits. */
export function robustHingeSlack({ margins, w, strength }: HingeProblem): number {
  const penalty = strength * norm2(w);
  return mean(margins.map((margin) => hinge(margin) + penalty - hinge(margin - penalty)));
}

/** mean max(0, 1 - m) + lambda ||w||_2^2 */
export function svmObjective({ margins, w, strength }: HingeProblem): number {
  return mean(margins.map(hinge)) + strength * norm2(w) ** 2;
}

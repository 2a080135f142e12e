import type { MarginLossName } from "../../run/arguments/described.ts";

/* Margin losses in double precision. */

/** max(0, 1 - z) */
export function hinge(z: number): number {
  return Math.max(0, 1 - z);
}

/** log(1 + exp(-z)) */
export function logistic(z: number): number {
  return Math.max(0, -z) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** By the name in a probe's arguments. */
export const MARGIN_LOSSES: Readonly<Record<MarginLossName, (z: number) => number>> = {
  hinge,
  logistic,
  exponential: (z) => Math.exp(-z),
  squaredHinge: (z) => Math.max(0, 0.5 - z) ** 2,
  linear: (z) => -z,
};

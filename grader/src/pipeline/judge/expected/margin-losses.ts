/** max(0, 1 - z), in double precision. */
export function hinge(z: number): number {
  return Math.max(0, 1 - z);
}

/** log(1 + exp(-z)), in double precision. */
export function logistic(z: number): number {
  return Math.max(0, -z) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** exp(-z), in double precision. */
export function exponential(z: number): number {
  return Math.exp(-z);
}

/** max(0, 1 - z)^2, in double precision. */
export function squaredHinge(z: number): number {
  return Math.max(0, 1 - z) ** 2;
}

/** The losses by the name that a probe describes them with. */
export const MARGIN_LOSSES = { hinge, logistic, exponential, squaredHinge } as const;

import type { Values } from "./layers.ts";

/** A vector in double precision. */
export type Vector = readonly number[];

/** a·b */
export function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
}

/** ||v||_1, the sum of absolute values. */
export function norm1(vector: Vector): number {
  return vector.reduce((sum, value) => sum + Math.abs(value), 0);
}

/** ||v||_2, the Euclidean length. */
export function norm2(vector: Vector): number {
  return Math.hypot(...vector);
}

/** ||v||_inf, the largest absolute value. */
export function normInf(vector: Vector): number {
  return Math.max(...vector.map(Math.abs));
}

/** a - b */
export function minus(a: Vector, b: Vector): Vector {
  return a.map((value, index) => value - (b[index] as number));
}

export function mean(values: Vector): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** clip(x, 0, 1) */
export function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** The candidate, each pixel clipped to within `radius` of the image's and to [0, 1]. */
export function intoTube(candidate: Vector, image: Values, radius: number): number[] {
  return candidate.map((pixel, index) => {
    const clean = image[index] as number;
    return Math.min(1, clean + radius, Math.max(0, clean - radius, pixel));
  });
}

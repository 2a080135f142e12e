/** Vectors of numbers in double precision. */
export type Vector = readonly number[];

/** a·b */
export function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
}

/** The sum of absolute values. */
export function norm1(vector: Vector): number {
  return vector.reduce((sum, value) => sum + Math.abs(value), 0);
}

/** The length. */
export function norm2(vector: Vector): number {
  return Math.hypot(...vector);
}

/** The largest absolute value. */
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

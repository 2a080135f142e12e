/*
 * Tests of randomness whose false alarm rate is bounded for every sample size: no asymptotics, and no assumptions beyond the
 * claim itself. Written here, as all expected values are: a bug in a library would become a wrong verdict.
 */

/** The largest distance between the empirical distribution of some values and the uniform distribution on [0, 1]. */
export function distanceFromUniform(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const count = sorted.length;
  return sorted.reduce(
    (largest, value, place) => Math.max(largest, (place + 1) / count - value, value - place / count),
    0,
  );
}

/** A bound that distanceFromUniform exceeds with probability at most `alarm` (Dvoretzky, Kiefer and Wolfowitz; Massart). */
export function distanceBound(count: number, alarm: number): number {
  return Math.sqrt(Math.log(2 / alarm) / (2 * count));
}

/**
 * A bound that |mean| of `count` values in [-1, 1] exceeds with probability at most `alarm`, if each value has mean 0 given
 * the values before it (Hoeffding, Azuma).
 */
export function meanBound(count: number, alarm: number): number {
  return Math.sqrt((2 * Math.log(2 / alarm)) / count);
}

/** The products of each value with the one `lag` places later. */
export function lagProducts(values: readonly number[], lag: number): readonly number[] {
  return values.slice(lag).map((value, place) => value * (values[place] as number));
}

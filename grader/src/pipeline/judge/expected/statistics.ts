/*
 * Tests of randomness whose false alarm rate is bounded for every sample size: no asymptotics, and no assumptions beyond the
 * claim itself. Written here, as all expected values are: a bug in a library would become a wrong verdict.
 */

/** The largest distance between the empirical distribution of some values and the uniform distribution on [0, 1]. */
export function distanceFromUniform(values: readonly number[]): number {
  return distanceFromClipped(values, 0, 1);
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

/**
 * A bound that |mean| of `count` independent values with mean 0, this variance, and absolute values of at most `largest`
 * exceeds with probability at most `alarm` (Bernstein). Tighter than meanBound for values that are mostly small.
 */
export function varianceBound(count: number, alarm: number, variance: number, largest: number): number {
  const bits = Math.log(2 / alarm) / count;
  const linear = (bits * largest) / 3;
  return linear + Math.sqrt(linear ** 2 + 2 * bits * variance);
}

/**
 * The share at either end of a distribution that `count` draws all miss with probability at most `alarm`: (1 - share)^count
 * <= alarm.
 */
export function missedShare(count: number, alarm: number): number {
  return 1 - alarm ** (1 / count);
}

/**
 * The largest distance between the empirical distribution of some values and that of max(low, min(high, u)), u uniform on
 * [0, 1]. What lies at `low` or `high` has to be there exactly.
 */
export function distanceFromClipped(values: readonly number[], low: number, high: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const count = sorted.length;
  return sorted.reduce((largest, value, place) => {
    const above = value < high ? (place + 1) / count - value : 0;
    const below = value > low ? value - place / count : 0;
    return Math.max(largest, above, below);
  }, 0);
}

/** How many values have a neighbour within `distance`, once sorted: few of independent draws, many of repeated ones. */
export function coincidences(values: readonly number[], distance: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.filter((value, place) => place > 0 && value - (sorted[place - 1] as number) <= distance).length;
}

/** The products of each value with the one `lag` places later. */
export function lagProducts(values: readonly number[], lag: number): readonly number[] {
  return values.slice(lag).map((value, place) => value * (values[place] as number));
}

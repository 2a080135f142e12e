/*
 * Tests of randomness whose false alarms are bounded for every sample size: no asymptotics, and no assumption but that the
 * draws are what they should be.
 */

/** The largest distance between the empirical distribution of some values and the uniform one on [0, 1]. */
export function distanceFromUniform(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const count = sorted.length;
  return sorted.reduce(
    (largest, value, place) => Math.max(largest, (place + 1) / count - value, value - place / count),
    0,
  );
}

/** What distanceFromUniform exceeds with a probability of at most `alarm` (Dvoretzky, Kiefer and Wolfowitz; Massart). */
export function distanceBound(count: number, alarm: number): number {
  return Math.sqrt(Math.log(2 / alarm) / (2 * count));
}

/**
 * What the mean of `count` values in [-1, 1] exceeds in size with a probability of at most `alarm`, if each has mean 0
 * given those before it (Hoeffding, Azuma).
 */
export function meanBound(count: number, alarm: number): number {
  return Math.sqrt((2 * Math.log(2 / alarm)) / count);
}

/** The products of each value with the one `lag` places on. */
export function lagProducts(values: readonly number[], lag: number): readonly number[] {
  return values.slice(lag).map((value, place) => value * (values[place] as number));
}

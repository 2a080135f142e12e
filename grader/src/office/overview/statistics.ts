import * as statistics from "simple-statistics";

/** With fewer submissions, a correlation would be mostly noise. */
export const MIN_SUBMISSIONS = 10;

/**
 * Corrected item-total point-biserial correlation: Pearson's r of passing a check (0 or 1) and the rest score. The rest score
 * excludes the check's own points, because a check correlates with itself (Henrysson 1963, "Correction of item-total
 * correlations in item analysis", Psychometrika 28).
 *
 * @param passed one value per submission
 * @param rest the points of the same submissions, without those of the check
 * @returns a number in [-1, 1]; null with fewer than 10 submissions, if all or none passed, and if all rest scores are equal
 */
export function discrimination(passed: readonly boolean[], rest: readonly number[]): number | null {
  const isConstant = new Set(passed).size < 2 || new Set(rest).size < 2;
  if (passed.length < MIN_SUBMISSIONS || isConstant) return null;
  const r = statistics.sampleCorrelation(passed.map(Number), rest);
  return Math.min(1, Math.max(-1, r));
}

/** The share of true values; null for no values. For a check this is the difficulty index p: 1 if everybody passes. */
export function share(values: readonly boolean[]): number | null {
  return mean(values.map(Number));
}

/** The mean; null for no values. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : statistics.mean(values);
}

/** The standard deviation of a population, divided by n; null for no values. */
export function standardDeviation(values: readonly number[]): number | null {
  return values.length === 0 ? null : statistics.standardDeviation(values);
}

/** The p-quantile, interpolated linearly (type 7 of Hyndman and Fan 1996, numpy's default); null for no values. */
export function quantile(values: readonly number[], p: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const position = (sorted.length - 1) * p;
  const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (position - Math.floor(position));
}

/** The number of shares in each tenth of [0, 1]; 1 belongs to the last. */
export function tenths(shares: readonly number[]): readonly number[] {
  const counts = new Array<number>(10).fill(0);
  // A multiple of a tenth must not fall into the bin below through a rounding error of a double.
  for (const each of shares) {
    const bin = Math.min(9, Math.floor(Math.round(each * 1e9) / 1e8));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

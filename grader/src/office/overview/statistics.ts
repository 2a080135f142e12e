/** Below so many submissions a correlation says more of the accident than of the check. */
export const MIN_SUBMISSIONS = 10;

/**
 * Corrected item-total point-biserial correlation: how well passing one check goes with the rest of the score,
 *
 *   r = (M1 - M0) / s · sqrt(p q),
 *
 * M1 and M0 the mean rest score of those who passed and of those who did not, s the population standard deviation of all
 * rest scores, p the share that passed, q = 1 - p. The rest score leaves the check's own points out, or a check would
 * correlate with itself (Henrysson 1963, "Correction of item-total correlations in item analysis", Psychometrika 28).
 * It equals Pearson's r of passed (0 or 1) and rest score.
 *
 * @param passed one value for each submission
 * @param rest as many points without those of the check
 * @returns a number in [-1, 1]; null with fewer than 10 submissions, where all or none passed, and where all rest scores
 *   are the same
 */
export function discrimination(passed: readonly boolean[], rest: readonly number[]): number | null {
  const n = passed.length;
  const deviation = standardDeviation(rest);
  const p = share(passed);
  if (n < MIN_SUBMISSIONS || p === null || p === 0 || p === 1 || deviation === null || deviation === 0) return null;
  const meanWhere = (wanted: boolean): number => mean(rest.filter((_, index) => passed[index] === wanted)) ?? 0;
  const r = ((meanWhere(true) - meanWhere(false)) / deviation) * Math.sqrt(p * (1 - p));
  return Math.min(1, Math.max(-1, r));
}

/** The share of true values; null of none. As the difficulty of a check this is the index p: 1 is what everybody passes. */
export function share(values: readonly boolean[]): number | null {
  return mean(values.map(Number));
}

/** null of nothing. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a whole population: divided by n. null of nothing. */
export function standardDeviation(values: readonly number[]): number | null {
  const middle = mean(values);
  const variance = middle === null ? null : mean(values.map((value) => (value - middle) ** 2));
  return variance === null ? null : Math.sqrt(variance);
}

/** The p-quantile, linear between neighbours (type 7 of Hyndman and Fan 1996, numpy's default); null of nothing. */
export function quantile(values: readonly number[], p: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * p;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}

/** Shares of [0, 1] by tenths; 1 itself belongs to the last. */
export function tenths(shares: readonly number[]): readonly number[] {
  const counts = new Array<number>(10).fill(0);
  // What is a tenth but for the error of a double is a tenth.
  for (const each of shares) {
    const bin = Math.min(9, Math.floor(Math.round(each * 1e9) / 1e8));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

import { describe, expect, it } from "vitest";
import { discrimination, MIN_SUBMISSIONS, quantile, standardDeviation, tenths } from "./statistics.ts";

/*
 * Twelve scores and the indices of those who failed each of four checks. The expected numbers are from numpy and scipy. With p
 * the passes of a check as 0 and 1, and w its points:
 *   scipy.stats.pearsonr(p, np.array(total) - w * p).statistic
 */
const TOTAL = [100, 100, 80, 80, 76, 74, 74, 46, 36, 42, 92, 0];
const CHECKS = [
  { id: "2.4-fgsm", points: 20, failed: [6, 7, 8, 9, 11], r: 0.6031413827280093 },
  { id: "2.8-pgd", points: 20, failed: [2, 3, 4, 5, 7, 8, 9, 11], r: 0.33843052374089744 },
  { id: "1.1-hingeLoss", points: 8, failed: [10, 11], r: 0.22514363231593684 },
  { id: "1.3-innerMaximiserL2", points: 14, failed: [7, 8, 11], r: 0.6906476545992253 },
];

describe("the discrimination of a check", () => {
  it.each(CHECKS)("matches scipy's Pearson r of passing and the rest score: $id", ({ points, failed, r }) => {
    const passed = TOTAL.map((_, index) => !failed.includes(index));
    const rest = TOTAL.map((total, index) => total - (passed[index] ? points : 0));
    // Sums of doubles in a different order.
    expect(discrimination(passed, rest)).toBeCloseTo(r, 12);
  });

  it("is 1 if passing decides the rest score, and -1 in the opposite case", () => {
    const passed = Array.from({ length: 10 }, (_, index) => index < 5);
    expect(discrimination(passed, passed.map(Number))).toBeCloseTo(1, 12);
    expect(
      discrimination(
        passed,
        passed.map((each) => (each ? 0 : 1)),
      ),
    ).toBeCloseTo(-1, 12);
  });

  it("is undefined if all or none pass, all rest scores are equal, or there are too few submissions", () => {
    const some = Array.from({ length: 10 }, (_, index) => index === 0);
    const rest = some.map((_, index) => index);
    expect(discrimination(some.fill(true), rest)).toBeNull();
    expect(discrimination([...some].fill(false), rest)).toBeNull();
    expect(discrimination([false, ...some.slice(1)], [...rest].fill(3))).toBeNull();
    const few = MIN_SUBMISSIONS - 1;
    expect(discrimination([false, ...some.slice(1, few)], rest.slice(0, few))).toBeNull();
    expect(discrimination([false, ...some.slice(1)], rest)).not.toBeNull();
    expect(discrimination([], [])).toBeNull();
  });
});

describe("summaries", () => {
  it("match the quartiles of numpy.quantile and the deviation of numpy.std", () => {
    expect([0.25, 0.5, 0.75].map((p) => quantile(TOTAL, p))).toEqual([45, 75, 83]);
    expect(standardDeviation(TOTAL)).toBeCloseTo(28.627880738111852, 12);
    expect([quantile([], 0.5), standardDeviation([])]).toEqual([null, null]);
  });

  it("put each tenth into its bin, and 1 into the last", () => {
    expect(tenths([0, 0.0999999, 0.1, 0.3, 0.7, 0.7, 0.99, 1])).toEqual([2, 1, 0, 1, 0, 0, 0, 2, 0, 2]);
    expect(tenths([29 / 100, 57 / 100, 58 / 100])).toEqual([0, 0, 1, 0, 0, 2, 0, 0, 0, 0]);
  });
});

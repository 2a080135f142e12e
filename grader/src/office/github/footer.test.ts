import { expect, test } from "vitest";
import { SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { renderFooter } from "./footer.ts";

const COURSE = { penalty: { "per-day": "10 %" } };
const late = (days: number | null) => ({ lateness: { deadline: "2026-10-01T21:59:59Z", minutes: days, days } });
const footer = (days: number | null, outcome: string, course = COURSE): string =>
  renderFooter(late(days), course, SAMPLE_RESULTS[outcome] as Result);

test("a late student reads the numbers of the penalty, with the written part once it is marked", () => {
  expect(footer(2, "some-failed")).toMatch(/With it: 66 - 20 = 46 of 100 points, without the written part\.$/);
  expect(footer(2, "marked")).toMatch(/With it: (\d+) - 24 = \d+ of 120 points\.$/);
  for (const text of [
    footer(0, "marked"),
    footer(null, "marked"),
    footer(2, "submission-error"),
    footer(2, "partial"),
  ]) {
    expect(text).not.toContain("With it");
  }
});

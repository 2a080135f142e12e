import { expect, test } from "vitest";
import type { Result } from "../score/result.ts";
import { readHtmlAssets, renderHtml } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderTerminal } from "./terminal.ts";
import { SAMPLE_RESULTS } from "./testing/sample-results.ts";

const MISSING = "src/linear/losses.ts is missing; no file like it was found";
const GRADED = SAMPLE_RESULTS["some-failed"] as Extract<Result, { readonly status: "graded" }>;
const FAILING: Result = {
  ...GRADED,
  checks: GRADED.checks.map((check, index) => {
    const { id, exercise, title, maxPoints, durationMs } = check;
    const message = index < 2 ? `hingeLoss of ${index + 3} margins: ${MISSING}` : "value: 1\nexpected 2: src/a.ts";
    return { id, exercise, title, maxPoints, durationMs, points: 0, verdict: "failed", message };
  }),
};
const [one, two, three] = FAILING.checks;
const timesIn = (text: string, part: string): number => text.split(part).length - 1;

test("checks that fail for one missing file have one sentence, with all their titles and ids", async () => {
  const texts = [
    renderMarkdown(FAILING).replaceAll("\\", ""),
    renderHtml(FAILING, await readHtmlAssets()),
    renderTerminal(FAILING, { colours: false, reports: [] }),
  ];
  for (const text of texts) {
    expect(timesIn(text, MISSING)).toBe(1);
    expect(text).toMatch(/2 checks/);
    expect([timesIn(text, one!.id), timesIn(text, two!.id)]).not.toContain(0);
    expect(timesIn(text, "expected 2: src/a.ts")).toBe(FAILING.checks.length - 2);
  }
  expect(texts[0]).toContain(`### ✗ ${one!.exercise} 2 checks (0 / ${one!.maxPoints + two!.maxPoints})`);
  expect(texts[0]).toContain(three!.id);
});

test("a report without a score does not list the checks that were not judged", async () => {
  for (const outcome of ["submission-error", "grader-fault"]) {
    const result = SAMPLE_RESULTS[outcome] as Result;
    expect(renderMarkdown(result)).not.toContain("## Not judged");
    expect(renderHtml(result, await readHtmlAssets())).not.toContain('id="unjudged"');
  }
});

import { validateStrict, type CTRFReport } from "ctrf";
import { expect, test } from "vitest";
import { SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import { renderCtrf } from "./ctrf.ts";

/* With CTRF's validator, which checks the JSON Schema. */

test.each(Object.entries(SAMPLE_RESULTS))("%s is valid CTRF with a correct summary", (name, result) => {
  const report = JSON.parse(renderCtrf(result)) as CTRFReport;
  validateStrict(report);
  const { summary, tests } = report.results;
  expect(summary.tests).toBe(tests.length);
  expect(summary.passed + summary.failed + summary.skipped).toBe(summary.tests);
  expect(summary.failed).toBe(tests.filter(({ status }) => status === "failed").length);
  const ungraded = result.status === "graded" ? 0 : 1;
  expect(tests).toHaveLength(result.checks.length + ungraded);
  expect(summary.failed > 0).toBe(name !== "all-passed");
});

test("the points are those of the result, and a fault has none", () => {
  const extra = (name: string) => (JSON.parse(renderCtrf(SAMPLE_RESULTS[name]!)) as CTRFReport).results.extra;
  expect(extra("some-failed")).toMatchObject({ status: "graded", score: 66, maxScore: 100 });
  expect(extra("partial")).toMatchObject({ only: ["1.3", "2.4-fgsm"] });
  expect(extra("grader-fault")).not.toHaveProperty("score");
});

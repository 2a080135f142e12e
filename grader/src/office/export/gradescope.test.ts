import { describe, expect, it, test } from "vitest";
import { z } from "zod";
import { SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import { renderGradescope } from "./gradescope.ts";

/*
 * https://gradescope-autograders.readthedocs.io/en/latest/specs/, "Output format": every documented key, and the rule that
 * either the top level or each test has a score.
 */
const format = z.enum(["text", "html", "simple_format", "md", "ansi"]);
const visibility = z.enum(["hidden", "after_due_date", "after_published", "visible"]);
const RESULTS_JSON = z.strictObject({
  score: z.number().optional(),
  execution_time: z.number().optional(),
  output: z.string().optional(),
  output_format: format.optional(),
  test_output_format: format.optional(),
  test_name_format: format.optional(),
  visibility: visibility.optional(),
  stdout_visibility: visibility.optional(),
  extra_data: z.record(z.string(), z.unknown()).optional(),
  tests: z
    .array(
      z.strictObject({
        score: z.number().optional(),
        max_score: z.number().optional(),
        status: z.enum(["passed", "failed"]).optional(),
        name: z.string().optional(),
        name_format: format.optional(),
        number: z.string().optional(),
        output: z.string().optional(),
        output_format: format.optional(),
        tags: z.array(z.string()).optional(),
        visibility: visibility.optional(),
        extra_data: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
});

const exported = (name: string, withWritten = false) =>
  RESULTS_JSON.parse(JSON.parse(renderGradescope(SAMPLE_RESULTS[name]!, { withWritten })));
const sum = (values: readonly (number | undefined)[]) => values.reduce<number>((total, value) => total + value!, 0);

test.each(["all-passed", "some-failed", "marked", "partly-marked", "hostile"])(
  "%s: the tests add up to the score of the result",
  (name) => {
    const { score, tests } = exported(name);
    expect(score).toBe((SAMPLE_RESULTS[name] as { score: number }).score);
    expect(sum(tests!.map((each) => each.score))).toBe(score);
    expect(sum(tests!.map((each) => each.max_score))).toBe(100);
  },
);

test("with the written part, its questions are tests too", () => {
  const { score, tests } = exported("marked", true);
  expect(score).toBe(78);
  expect(sum(tests!.map((each) => each.score))).toBe(78);
  expect(tests!.at(-5)).toMatchObject({ score: 3, max_score: 4, status: "failed", tags: ["written"] });
});

test("the adjustment is in the score, and its reason and the overall comment are a test without a score", () => {
  const overall = { adjustment: { points: -1.5, reason: "Late \u202Eon paper" }, comment: "Well argued." };
  const adjusted = { ...SAMPLE_RESULTS["marked"]!, ...overall };
  const { score, tests } = RESULTS_JSON.parse(JSON.parse(renderGradescope(adjusted, { withWritten: true })));
  expect(score).toBe(76.5);
  expect(tests!.at(-1)).toEqual({
    name: "The written part as a whole",
    output: "Adjustment by -1.5: Late [U+202E]on paper\nWell argued.",
    tags: ["written"],
  });
  expect(renderGradescope(adjusted)).not.toContain("Well argued");
});

describe("without a grade there is no score, so that Gradescope shows a failure instead of a zero", () => {
  it.each([
    ["grader-fault", false],
    ["partial", false],
    ["partly-marked", true],
  ])("%s, with the written part: %s", (name, withWritten) => {
    const results = exported(name, withWritten);
    expect(results).not.toHaveProperty("score");
    expect(results).not.toHaveProperty("tests");
    expect(results.output).toMatch(/^No score: /);
  });
});

test("a submission that cannot be read has no score, and the reason", () => {
  const results = exported("submission-error");
  expect(results.score).toBeUndefined();
  expect(results.output).toContain("The folder holds no src/ with TypeScript files.");
});

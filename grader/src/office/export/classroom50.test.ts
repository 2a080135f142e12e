import { describe, expect, it } from "vitest";
import { SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import { CLASSROOM50_ENVIRONMENT, renderClassroom50 } from "./classroom50.ts";
import { parseAccepted, stamped } from "./testing/classroom50-rules.ts";

const IDENTITY = { classroom: "cs-433", assignment: "robustness", owner: "ada", type: "individual" } as const;
const ENVIRONMENT = {
  CLASSROOM: "cs-433",
  ASSIGNMENT: "robustness",
  USERNAME: "ada",
  SUBMISSION_TAG: "submit/2026-10-01T12-00-00Z-0123abc",
  COMMIT_URL: "https://github.example/commit/0123abc",
  RELEASE_URL: "https://github.example/release",
};
const run = {
  environment: CLASSROOM50_ENVIRONMENT.parse(ENVIRONMENT),
  now: new Date(Date.UTC(2026, 9, 1, 12, 0, 0, 7)),
};
const exported = (name: string, withWritten = false) => renderClassroom50(SAMPLE_RESULTS[name]!, run, { withWritten });
const parsed = (name: string, withWritten = false) => parseAccepted(JSON.parse(exported(name, withWritten)!), IDENTITY);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("result.json of Classroom 50", () => {
  it.each(["all-passed", "some-failed", "marked", "hostile"])("accepts %s", (name) => {
    const result = parsed(name);
    expect(result.score).toBe((SAMPLE_RESULTS[name] as { score: number }).score);
    expect(sum(result.tests.map((test) => test.score))).toBe(result.score);
    expect(sum(result.tests.map((test) => test["max-score"]))).toBe(result["max-score"]);
    expect(result.datetime).toBe("2026-10-01T12:00:00Z");
    expect(result.review).toBe(ENVIRONMENT.COMMIT_URL);
  });

  it("is still accepted with what the runner overwrites", () => {
    const value = JSON.parse(exported("marked")!) as object;
    expect(parseAccepted(stamped(value, IDENTITY), IDENTITY).submitted_by).toEqual({ username: "ada", id: 7 });
    expect(() => parseAccepted({ ...value, classroom: "cs-434" }, IDENTITY)).toThrow();
  });

  it("contains the written part on request", () => {
    const result = parsed("marked", true);
    expect([result.score, result["max-score"], result.tests.length]).toEqual([78, 120, 14]);
  });

  it.each([
    [-1.5, 77],
    [-0.5, 78],
    [-20, 66],
    [50, 86],
  ])("has whole points, so half a point is rounded up: an adjustment by %d", (change, score) => {
    const adjusted = { ...SAMPLE_RESULTS["marked"]!, adjustment: { points: change, reason: "late" } };
    const result = parseAccepted(JSON.parse(renderClassroom50(adjusted, run, { withWritten: true })!), IDENTITY);
    expect([result.score, sum(result.tests.map((test) => test.score))]).toEqual([score, score]);
    expect(sum(result.tests.map((test) => test["max-score"]))).toBe(120);
    expect(result.tests.at(-1)?.["test-name"]).toBe("Written part, 5 questions");
  });

  it("has a whole maximum too, if that of a question is not", () => {
    const [first, ...others] = SAMPLE_RESULTS["marked"]!.written;
    const written = [{ ...first!, maxPoints: 3.5 }, ...others];
    const text = renderClassroom50({ ...SAMPLE_RESULTS["marked"]!, written }, run, { withWritten: true })!;
    const result = parseAccepted(JSON.parse(text), IDENTITY);
    expect([result.score, result["max-score"]]).toEqual([78, 120]);
    expect(sum(result.tests.map((test) => test["max-score"]))).toBe(120);
  });

  it.each([
    ["grader-fault", false],
    ["submission-error", false],
    ["partial", false],
    ["partly-marked", true],
  ])("is not written without a grade: %s", (name, withWritten) => {
    expect(exported(name, withWritten)).toBeNull();
  });

  it("requires the environment of the runner", () => {
    const parse = (changes: Readonly<Record<string, string | undefined>>) =>
      CLASSROOM50_ENVIRONMENT.safeParse({ ...ENVIRONMENT, ...changes }).success;
    expect(parse({ REVIEW_URL: "https://github.example/compare", MODE: "team" })).toBe(true);
    expect(parse({ SUBMISSION_TAG: "v1" })).toBe(false);
    expect(parse({ USERNAME: undefined })).toBe(false);
    expect(parse({ MODE: "solo" })).toBe(false);
  });
});

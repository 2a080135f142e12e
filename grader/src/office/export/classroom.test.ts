import { describe, expect, it, test } from "vitest";
import { hostileResult, SAMPLE_RESULTS } from "../../pipeline/report/testing/sample-results.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { renderClassroom, toClassroomNotices } from "./classroom.ts";

/*
 * classroom-resources/autograding-grading-reporter, reimplemented from its src/main.js (commit b953c1a) and
 * src/notify-classroom.js (commit 1549b90): it reads <ID>_RESULTS, adds up the points and prints two notices.
 */

interface RunnerResult {
  readonly max_score?: number;
  readonly status: string;
  readonly tests: readonly { readonly score: number }[];
}

interface Reported {
  readonly notices: readonly (readonly [title: string, message: string])[];
  readonly failed: string | null;
}

function report(runners: string, environment: Readonly<Record<string, string>>): Reported {
  const results = runners
    .split(/[\s,]/)
    .filter(Boolean)
    .map((runner) => {
      const encoded = environment[`${runner.trim().toUpperCase()}_RESULTS`]!;
      return JSON.parse(Buffer.from(encoded, "base64").toString("utf-8")) as RunnerResult;
    });
  let totalPoints = 0;
  let maxPoints = 0;
  for (const { max_score, tests } of results) {
    if (!max_score) continue;
    maxPoints += max_score;
    for (const { score } of tests) totalPoints += score;
  }
  const failed = results.some(({ status }) => status === "fail")
    ? "Some tests failed."
    : results.some(({ status }) => status === "error")
      ? "Some tests errored."
      : null;
  if (maxPoints === 0) return { notices: [], failed };
  const complete = ["Autograding complete", `Points ${totalPoints}/${maxPoints}`] as const;
  return { notices: [complete, ["Autograding report", JSON.stringify({ totalPoints, maxPoints })]], failed };
}

const reported = (result: Result, withWritten = false) =>
  report("lab", { LAB_RESULTS: renderClassroom(result, { withWritten }) });
const pairs = (result: Result, withWritten = false) =>
  toClassroomNotices(result, { withWritten }).map(({ title, message }) => [title, message]);

describe("the public reporter prints the points of result.json", () => {
  it.each([
    ["all-passed", null],
    ["some-failed", "Some tests failed."],
    ["marked", "Some tests failed."],
    ["hostile", "Some tests failed."],
  ])("%s", (name, failed) => {
    const result = SAMPLE_RESULTS[name]!;
    const { score, maxScore } = result as { score: number; maxScore: number };
    const { notices, failed: message } = reported(result);
    expect(notices[0]![1]).toBe(`Points ${score}/${maxScore}`);
    expect(JSON.parse(notices[1]![1])).toEqual({ totalPoints: score, maxPoints: maxScore });
    expect(message).toBe(failed);
    expect(pairs(result)).toEqual(notices);
  });

  it("partial credit, with and without the written part", () => {
    expect(reported(SAMPLE_RESULTS["marked"]!).notices[0]![1]).toBe("Points 66/100");
    expect(reported(SAMPLE_RESULTS["marked"]!, true).notices[0]![1]).toBe("Points 78/120");
    expect(pairs(SAMPLE_RESULTS["marked"]!, true)).toEqual(reported(SAMPLE_RESULTS["marked"]!, true).notices);
  });

  it("half points, rounded up", () => {
    const adjusted = { ...SAMPLE_RESULTS["marked"]!, adjustment: { points: -1.5, reason: "late" } } as Result;
    expect(reported(adjusted, true).notices[0]![1]).toBe("Points 77/120");
    expect(pairs(adjusted, true)).toEqual(reported(adjusted, true).notices);
  });

  it.each([
    ["grader-fault", false],
    ["submission-error", false],
    ["partial", false],
    ["partly-marked", true],
  ])("and an error without points if there is no grade: %s", (name, withWritten) => {
    const result = SAMPLE_RESULTS[name]!;
    expect(reported(result, withWritten)).toEqual({ notices: [], failed: "Some tests errored." });
    expect(pairs(result, withWritten)).toEqual([]);
  });
});

test("no name or message contains a workflow command", () => {
  const result = hostileResult("::error::name", "::set-output name=score::100\n##[error]forged\n::stop-commands::x");
  const text = Buffer.from(renderClassroom(result), "base64").toString("utf8");
  expect(text).toContain("set-output");
  expect(text).not.toMatch(/::|##\[/);
});

test("fits into an environment variable with the longest messages, with the same points", () => {
  const many = SAMPLE_RESULTS["some-failed"]!;
  if (many.status !== "graded") throw new Error("not graded");
  const check = many.checks.find(({ verdict }) => verdict === "failed")!;
  const checks = Array.from({ length: 200 }, (_, index) => ({ ...check, id: `c${index}`, message: "界".repeat(1900) }));
  const long = { ...many, score: 0, maxScore: 200 * check.maxPoints, checks } as Result;
  const encoded = renderClassroom(long);
  expect(encoded.length).toBeLessThan(128 * 1024 - "LAB_RESULTS=".length - 1);
  expect(report("lab", { LAB_RESULTS: encoded }).notices[0]![1]).toBe(`Points 0/${200 * check.maxPoints}`);
});

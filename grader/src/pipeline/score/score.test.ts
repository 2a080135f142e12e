import { COURSE } from "@robustness-lab/fixtures";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../shared/errors.ts";
import type { JudgedCheck, Judgement } from "../judge/judgement.ts";
import { parseResult, type Result } from "./result.ts";
import { RUBRIC } from "./rubric.ts";
import { selectChecks, type RubricEntry } from "./rubric-entry.ts";
import { score, submissionError, type RunFacts } from "./score.ts";
import { WRITTEN_QUESTIONS } from "./written.ts";

const rubric: readonly RubricEntry[] = [
  { id: "a", exercise: "1.1", functionName: "f", title: "A", points: 60, hint: "Think of A." },
  { id: "b", exercise: "1.2", functionName: "g", title: "B", points: 30, hint: "Think of B." },
  { id: "c", exercise: "1.2", functionName: "g", title: "C", points: 10, hint: "Think of C." },
];

const facts: RunFacts = {
  submission: { name: "ada", sha256: null },
  grader: { version: "0.1.0", engine: "wasm", isolation: "bubblewrap", seed: 1, node: "20.20.0" },
  written: WRITTEN_QUESTIONS,
  integrity: ["a symlink led out of the folder"],
  warnings: [],
  durationMs: 1,
};

const passed = (id: string): JudgedCheck => ({ id, verdict: "passed", durationMs: 1 });
const failed = (id: string): JudgedCheck => ({ id, verdict: "failed", message: `${id} is off`, durationMs: 1 });
const judged = (...verdicts: JudgedCheck[]): Judgement => ({ status: "judged", verdicts, integrity: ["opened /etc"] });

function expectFault(result: Result, problem: string): void {
  expect(result).toMatchObject({ status: "grader-fault", problem });
  expect(result).not.toHaveProperty("score");
  expect(result.checks.map(({ verdict, points }) => [verdict, points])).toEqual(rubric.map(() => ["unjudged", null]));
  expect(parseResult(result)).toEqual(result);
}

describe("score", () => {
  it("awards all points for passed checks", () => {
    const result = score(rubric, judged(passed("a"), passed("b"), passed("c")), facts);
    expect(result).toMatchObject({ status: "graded", score: 100, maxScore: 100 });
    expect(parseResult(result)).toEqual(result);
  });

  it("lists a failed check with no points, its message and the rubric's hint", () => {
    const result = score(rubric, judged(passed("a"), failed("b"), passed("c")), facts);
    expect(result).toMatchObject({ score: 70 });
    expect(result.checks[1]).toMatchObject({ points: 0, message: "b is off", hint: "Think of B." });
  });

  it("names the misconception of a failed check only", () => {
    const known = { id: "m", explanation: "y is missing" };
    const misconceptions = new Map([
      ["a", known],
      ["b", known],
    ]);
    const result = score(rubric, judged(passed("a"), failed("b"), passed("c")), { ...facts, misconceptions });
    expect(result.checks[0]).not.toHaveProperty("misconception");
    expect(result.checks[1]).toHaveProperty("misconception", known);
  });

  it("gives a failed check one of a misconception, a pattern with the hint, or the hint", () => {
    const [named, found] = [new Map([["a", { id: "m", explanation: "m." }]]), { id: "p", explanation: "p." }];
    const patterns = new Map(["a", "b"].map((id) => [id, found]));
    const result = score(rubric, judged(failed("a"), failed("b"), failed("c")), {
      ...facts,
      misconceptions: named,
      patterns,
    });
    const advice = result.checks.map((each) =>
      Object.keys(each).filter((key) => ["hint", "misconception", "pattern"].includes(key)),
    );
    expect(advice).toEqual([["misconception"], ["hint", "pattern"], ["hint"]]);
    expect(parseResult(result)).toEqual(result);
  });

  it("gives no hint where the function had no answer", () => {
    const thrown = { ...failed("b"), hasNoAnswer: true as const };
    const result = score(rubric, judged(passed("a"), thrown, passed("c")), facts);
    expect(result.checks[1]).not.toHaveProperty("hint");
    expect(result.checks[1]).not.toHaveProperty("hasNoAnswer");
  });

  it("becomes a grader fault when a verdict is missing", () => {
    expectFault(score(rubric, judged(passed("a"), passed("c")), facts), "checks without a verdict: b");
  });

  it("becomes a grader fault when there is no verdict at all", () => {
    expectFault(score(rubric, judged(), facts), "checks without a verdict: a, b, c");
  });

  it("becomes a grader fault when a check has two verdicts, even the same", () => {
    const judgement = judged(passed("a"), passed("a"), passed("b"), passed("c"));
    expectFault(score(rubric, judgement, facts), "checks with more than one verdict: a");
  });

  it("becomes a grader fault when a verdict is on an unknown check", () => {
    const judgement = judged(passed("a"), passed("b"), passed("c"), passed("z"));
    expectFault(score(rubric, judgement, facts), "verdicts on checks that the rubric does not have: z");
  });

  it("becomes a grader fault when the judgement is a fault", () => {
    expectFault(score(rubric, { status: "fault", reason: "suite died", integrity: [] }, facts), "suite died");
  });

  it("keeps the integrity notes of staging and of judging", () => {
    const result = score(rubric, judged(passed("a"), passed("b"), passed("c")), facts);
    expect(result.integrity).toEqual(["a symlink led out of the folder", "opened /etc"]);
  });

  it("counts only the checks that --only selects, by check or by exercise, and marks the result as partial", () => {
    const result = score(rubric, judged(failed("a"), passed("b"), passed("c")), { ...facts, only: ["1.2"] });
    expect(result).toMatchObject({ partial: true, only: ["1.2"], score: 40, maxScore: 40 });
    expect(result.checks.map(({ id }) => id)).toEqual(["b", "c"]);
  });

  it("rejects names in --only that the rubric does not have", () => {
    expect(() => selectChecks(rubric, ["b", "9.9"])).toThrow(UsageError);
    expect(() => selectChecks(rubric, ["b", "9.9"])).toThrow("--only names 9.9, expected");
    expect(() => selectChecks(rubric, [])).toThrow("--only names nothing");
  });
});

describe("submissionError", () => {
  it("has no score and judges nothing", () => {
    const result = submissionError(rubric, "empty folder", facts);
    expect(result).toMatchObject({ status: "submission-error", maxScore: 100, problem: "empty folder" });
    expect(result).not.toHaveProperty("score");
    expect(parseResult(result)).toEqual(result);
  });
});

describe("parseResult", () => {
  const result = score(rubric, judged(passed("a"), failed("b"), passed("c")), facts);

  it.each([
    ["a score that is not the sum of the points", { ...result, score: 100 }],
    ["a maximum that is not the sum of the checks'", { ...result, maxScore: 10 }],
    ["a grader fault with a score", { ...result, status: "grader-fault", problem: "x" }],
    ["an unknown key", { ...result, bonus: 1 }],
    ["partial without only", { ...result, partial: true }],
    ["fractions of points", { ...result, score: 69.5 }],
  ])("rejects %s", (_, value) => {
    expect(() => parseResult(value)).toThrow();
  });
});

describe("the rubric", () => {
  it("has unique ids and positive integer points that add up to those of course.yaml", () => {
    expect(new Set(RUBRIC.map(({ id }) => id)).size).toBe(RUBRIC.length);
    for (const { id, points } of RUBRIC)
      expect({ id, valid: Number.isInteger(points) && points > 0 }).toEqual({ id, valid: true });
    expect(RUBRIC.reduce((sum, { points }) => sum + points, 0)).toBe(
      COURSE.points ?? Object.values(COURSE.exercises).reduce((sum, points) => sum + points, 0),
    );
  });
});

describe("the written part", () => {
  it("is what students are told", () => {
    expect(WRITTEN_QUESTIONS.map(({ id, maxPoints: points }) => ({ id, points }))).toEqual(
      COURSE.written.map(({ id, points }) => ({ id, points })),
    );
  });
});

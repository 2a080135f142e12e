import { visible, visibleLines } from "../../shared/escape.ts";
import { alertsOf } from "../../pipeline/report/wording.ts";
import type { CheckResult, Result } from "../../pipeline/score/result.ts";
import { checkWords } from "./grade.ts";

/* Common Test Report Format, https://ctrf.io: a report of tests and not a grade, so every outcome has one. */

const STATUS = { passed: "passed", failed: "failed", unjudged: "skipped" } as const;

/** Renders a CTRF report. A reason for not judging is a failed test, so that no build passes. */
export function renderCtrf(result: Result): string {
  const tests = [...problemTests(result), ...result.checks.map(toTest)];
  const count = (status: string): number => tests.filter((test) => test.status === status).length;
  const report = {
    reportFormat: "CTRF",
    specVersion: "0.0.0",
    generatedBy: "robustness-lab",
    results: {
      tool: { name: "robustness-lab", version: result.grader.version },
      summary: {
        tests: tests.length,
        passed: count("passed"),
        failed: count("failed"),
        skipped: count("skipped"),
        pending: 0,
        other: 0,
        // A result contains durations but no dates.
        start: 0,
        stop: Math.round(result.durationMs),
      },
      tests,
      extra: {
        status: result.status,
        ...("score" in result ? { score: result.score } : {}),
        maxScore: result.maxScore,
        ...(result.only === undefined ? {} : { only: result.only }),
        seed: result.grader.seed,
      },
    },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function toTest(check: CheckResult) {
  const { id, exercise, title, points, maxPoints, verdict, durationMs } = check;
  const words = checkWords(check);
  return {
    testId: id,
    name: visible(`${exercise} ${title}`),
    status: STATUS[verdict],
    duration: Math.round(durationMs),
    suite: [exercise],
    rawStatus: verdict,
    ...(words === "" ? {} : { message: visibleLines(words) }),
    extra: { points, maxPoints },
  };
}

function problemTests(result: Result) {
  if (result.status === "graded") return [];
  const [alert] = alertsOf(result);
  const message = visibleLines(alert?.text ?? result.problem);
  return [
    {
      testId: result.status,
      name: alert?.title ?? result.status,
      status: "failed",
      duration: 0,
      rawStatus: "error",
      message,
    },
  ];
}

import type { SampleSubmission } from "@robustness-lab/fixtures/corpus";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { UsageError } from "../../shared/errors.ts";

/** The outcome of grading a sample: a result, or a refusal as bad usage. */
export type Outcome = Result | UsageError;

/** How an outcome differs from the expected one, as sentences; empty if it does not. */
export function problemsOf({ expected }: SampleSubmission, outcome: Outcome): readonly string[] {
  if (outcome instanceof UsageError) return problemsOfRefusal(expected, outcome);
  if (outcome.status !== expected.status) {
    const why = outcome.status === "graded" ? "" : `: ${outcome.problem}`;
    return [`the status is ${outcome.status}, not ${expected.status}${why}`];
  }
  return [
    ...(outcome.status === "graded" ? problemsOfChecks(expected, outcome) : []),
    ...missing("no text", expected.says, textsOf(outcome)),
    ...missing("no integrity note", expected.integrity, outcome.integrity),
  ];
}

function problemsOfRefusal(expected: SampleSubmission["expected"], refusal: UsageError): readonly string[] {
  if (expected.status !== "refused") return [`it was refused: ${refusal.message}`];
  return missing("no text", expected.says, [refusal.message]);
}

function problemsOfChecks(
  { loses, mayLose = [] }: SampleSubmission["expected"],
  { checks }: Result,
): readonly string[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  return RUBRIC.flatMap(({ id, functionName }) => {
    const check = byId.get(id);
    if (check === undefined) return [];
    const isPassed = check.verdict === "passed";
    const mustFail = loses === "all" || loses.includes(functionName);
    if (mustFail) return isPassed ? [`${id} passed, but must be lost`] : [];
    if (isPassed || mayLose.includes(functionName)) return [];
    return [`${id} is lost, but must pass (${"message" in check ? check.message : ""})`];
  });
}

function missing(what: string, patterns: readonly RegExp[] = [], texts: readonly string[]): readonly string[] {
  const absent = patterns.filter((pattern) => !texts.some((text) => pattern.test(text)));
  const found = texts.slice(0, 8).join(" | ") || "nothing";
  return absent.map((pattern) => `${what} matches ${String(pattern)}; found: ${found}`);
}

function textsOf(result: Result): readonly string[] {
  return [
    ...("problem" in result ? [result.problem] : []),
    ...result.warnings,
    ...result.checks.flatMap((check) => ("message" in check ? [check.message] : [])),
  ];
}

import type { SampleSubmission } from "@robustness-lab/fixtures/corpus";
import { UsageError } from "../../shared/errors.ts";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import type { Result } from "../../pipeline/score/result.ts";

/** What became of a hand-in: a result, or the one line of bad usage. */
export type Outcome = Result | UsageError;

/** Where an outcome is not as it must be, in words; empty when all is well. */
export function problemsOf({ expected }: SampleSubmission, outcome: Outcome): readonly string[] {
  if (outcome instanceof UsageError) return problemsOfRefusal(expected, outcome);
  if (outcome.status !== expected.status) {
    const why = outcome.status === "graded" ? "" : `: ${outcome.problem}`;
    return [`the status is ${outcome.status}, not ${expected.status}${why}`];
  }
  const texts = textsOf(outcome);
  return [
    ...(outcome.status === "graded" ? problemsOfChecks(expected, outcome) : []),
    ...missing("nothing says", expected.says, texts),
    ...missing("no note of what was tried says", expected.integrity, outcome.integrity),
  ];
}

function problemsOfRefusal(expected: SampleSubmission["expected"], refusal: UsageError): readonly string[] {
  if (expected.status !== "refused") return [`it was refused: ${refusal.message}`];
  return missing("nothing says", expected.says, [refusal.message]);
}

function problemsOfChecks(
  { loses, mayLose = [] }: SampleSubmission["expected"],
  { checks }: Result,
): readonly string[] {
  const passed = new Set(checks.filter(({ verdict }) => verdict === "passed").map(({ id }) => id));
  const isLost = (functionName: string): boolean => loses === "all" || loses.includes(functionName);
  const judged = RUBRIC.filter(({ id }) => checks.some((each) => each.id === id));
  const gained = judged.filter(({ id, functionName }) => isLost(functionName) && passed.has(id));
  const lost = judged.filter(
    ({ id, functionName }) => !isLost(functionName) && !mayLose.includes(functionName) && !passed.has(id),
  );
  const said = new Map(checks.map((each) => [each.id, "message" in each ? each.message : undefined]));
  return [
    ...gained.map(({ id }) => `a point that was not computed: ${id}`),
    ...lost.map(({ id }) => `a point that was computed and lost: ${id} (${said.get(id) ?? ""})`),
  ];
}

function missing(what: string, patterns: readonly RegExp[] = [], texts: readonly string[]): readonly string[] {
  const absent = patterns.filter((pattern) => !texts.some((text) => pattern.test(text)));
  return absent.map((pattern) => `${what} ${String(pattern)}; there is: ${texts.slice(0, 8).join(" | ") || "nothing"}`);
}

function textsOf(result: Result): readonly string[] {
  const problem = "problem" in result ? [result.problem] : [];
  return [
    ...problem,
    ...result.warnings,
    ...result.checks.flatMap((each) => ("message" in each ? [each.message] : [])),
  ];
}

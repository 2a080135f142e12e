import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import type { CheckResult, FailedCheck, Result } from "../score/result.ts";

/** One exercise at a glance. */
export interface ExerciseOverview {
  readonly id: string;
  readonly title: string;
  readonly checks: readonly CheckResult[];
  readonly failed: readonly FailedCheck[];
  /** null when nothing of it was judged. */
  readonly points: number | null;
  readonly maxPoints: number;
}

/** A result sorted for reading; what every format shows, computed once. */
export interface Overview {
  readonly exercises: readonly ExerciseOverview[];
  readonly failed: readonly FailedCheck[];
  readonly passed: readonly CheckResult[];
  readonly unjudged: readonly CheckResult[];
}

/** Sorts a result's checks by exercise, in the order of the sheet, and by verdict. */
export function overviewOf({ checks }: Result): Overview {
  const exercises = exerciseIds(checks).map((id) => exerciseOverview(id, checks));
  const sorted = exercises.flatMap((exercise) => exercise.checks);
  return {
    exercises,
    failed: sorted.filter(isFailed),
    passed: sorted.filter(({ verdict }) => verdict === "passed"),
    unjudged: sorted.filter(({ verdict }) => verdict === "unjudged"),
  };
}

function exerciseOverview(id: string, all: readonly CheckResult[]): ExerciseOverview {
  const checks = all.filter(({ exercise }) => exercise === id);
  const judged = checks.filter(({ verdict }) => verdict !== "unjudged");
  return {
    id,
    title: EXERCISES.find((exercise) => exercise.id === id)?.title ?? "",
    checks,
    failed: checks.filter(isFailed),
    points: judged.length === 0 ? null : judged.reduce((total, { points }) => total + (points ?? 0), 0),
    maxPoints: checks.reduce((total, { maxPoints }) => total + maxPoints, 0),
  };
}

function exerciseIds(checks: readonly CheckResult[]): readonly string[] {
  const found = [...new Set(checks.map(({ exercise }) => exercise))];
  const sheet = EXERCISES.map(({ id }) => id);
  const place = (id: string): number => (sheet.includes(id) ? sheet.indexOf(id) : sheet.length);
  return found.toSorted((one, other) => place(one) - place(other));
}

function isFailed(check: CheckResult): check is FailedCheck {
  return check.verdict === "failed";
}

import { ALL_EXERCISES } from "@robustness-lab/fixtures/exercises";
import type { CheckResult, FailedCheck, Result } from "../score/result.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** The checks of one exercise. */
export interface ExerciseChecks {
  readonly id: string;
  readonly title: string;
  readonly checks: readonly CheckResult[];
  readonly failed: readonly FailedCheck[];
  /** null if no check of it was judged. */
  readonly points: number | null;
  readonly maxPoints: number;
}

/** The checks of a result by exercise and by verdict. */
export interface SortedChecks {
  readonly exercises: readonly ExerciseChecks[];
  readonly failed: readonly FailedCheck[];
  readonly passed: readonly CheckResult[];
  readonly unjudged: readonly CheckResult[];
}

/** Sorts checks by exercise, in the order of the exercise sheet, and by verdict. */
export function sortChecks({ checks }: Result): SortedChecks {
  const ids = [...new Set(checks.map(({ exercise }) => exercise))].sort(inSheetOrder);
  const exercises = ids.map((id) => exerciseChecks(id, checks));
  const sorted = exercises.flatMap((exercise) => exercise.checks);
  return {
    exercises,
    failed: sorted.filter(isFailed),
    passed: sorted.filter(({ verdict }) => verdict === "passed"),
    unjudged: sorted.filter(({ verdict }) => verdict === "unjudged"),
  };
}

function exerciseChecks(id: string, all: readonly CheckResult[]): ExerciseChecks {
  const checks = all.filter(({ exercise }) => exercise === id);
  const judged = checks.filter(({ verdict }) => verdict !== "unjudged");
  return {
    id,
    title: titleOf(id),
    checks,
    failed: checks.filter(isFailed),
    points: judged.length === 0 ? null : sumOf(judged.map(({ points }) => points)),
    maxPoints: sumOf(checks.map(({ maxPoints }) => maxPoints)),
  };
}

/** Compares ids of exercises by their order on the exercise sheet; unknown ones come last. */
export function inSheetOrder(one: string, other: string): number {
  const position = (id: string): number =>
    ALL_EXERCISES.findIndex((exercise) => exercise.id === id) + 1 || ALL_EXERCISES.length + 1;
  return position(one) - position(other) || (one < other ? -1 : Number(one > other));
}

/** The title of an exercise; empty for an unknown one. */
export function titleOf(id: string): string {
  return ALL_EXERCISES.find((exercise) => exercise.id === id)?.title ?? "";
}

function isFailed(check: CheckResult): check is FailedCheck {
  return check.verdict === "failed";
}

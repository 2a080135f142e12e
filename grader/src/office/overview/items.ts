import { groupBy } from "../../shared/group-by.ts";
import { sumOf } from "../../shared/sum-of.ts";
import { inSheetOrder, titleOf } from "../../pipeline/report/sort-checks.ts";
import type { JudgedItem, Row } from "./row.ts";
import { discrimination, mean, share } from "./statistics.ts";

/** The points of a class in an exercise. */
export interface ExerciseSummary {
  readonly id: string;
  readonly title: string;
  readonly maxPoints: number;
  /** The number of submissions that were judged in it. */
  readonly n: number;
  readonly meanPoints: number | null;
}

/** The results of a class in a check. */
export interface CheckSummary extends Omit<JudgedItem, "passed"> {
  readonly n: number;
  readonly passed: number;
  /** Ids of the submissions that failed it. */
  readonly failedBy: readonly string[];
  /** The share that passed, as in item analysis: 1 is easy. */
  readonly difficulty: number | null;
  readonly discrimination: number | null;
}

/** Summaries of the judged exercises, in the order of the exercise sheet. */
export function exercisesOf(graded: readonly Row[]): readonly ExerciseSummary[] {
  const items = graded.flatMap(({ outcome }) => outcome?.checks ?? []);
  const ids = [...new Set(items.map(({ exercise }) => exercise))].sort(inSheetOrder);
  return ids.map((id) => {
    const points = graded.flatMap((row) => pointsIn(row, id) ?? []);
    const maxima = graded.map(({ outcome }) => {
      return sumOf((outcome?.checks ?? []).filter(isOf(id)).map(({ maxPoints }) => maxPoints));
    });
    return {
      id,
      title: titleOf(id),
      maxPoints: Math.max(...maxima),
      n: points.length,
      meanPoints: rounded(mean(points)),
    };
  });
}

/** Difficulty and discrimination of the judged checks, in the order of the exercise sheet. */
export function checksOf(graded: readonly Row[]): readonly CheckSummary[] {
  const judged = graded.flatMap(({ id: submission, outcome }) =>
    (outcome?.checks ?? []).flatMap(({ passed, ...item }) => {
      if (passed === null || outcome === null) return [];
      return [{ ...item, submission, passed, rest: outcome.score - (passed ? item.maxPoints : 0) }];
    }),
  );
  const groups = [...groupBy(judged, ({ id }) => id).values()];
  return groups.flatMap(summaryOf).sort((one, other) => inSheetOrder(one.exercise, other.exercise));
}

interface Judged extends JudgedItem {
  readonly submission: string;
  readonly passed: boolean;
  /** The score without the points of this check. */
  readonly rest: number;
}

function summaryOf(group: readonly Judged[]): readonly CheckSummary[] {
  const passed = group.map((each) => each.passed);
  const rest = group.map((each) => each.rest);
  return group.slice(0, 1).map(({ id, exercise, title, maxPoints }) => ({
    ...{ id, exercise, title, maxPoints },
    n: group.length,
    passed: passed.filter(Boolean).length,
    failedBy: group.flatMap((each) => (each.passed ? [] : [each.submission])),
    difficulty: rounded(share(passed)),
    discrimination: rounded(discrimination(passed, rest)),
  }));
}

/** The points of a submission in an exercise; null if no check of it was judged. */
export function pointsIn({ outcome }: Row, exercise: string): number | null {
  const judged = (outcome?.checks ?? []).filter(isOf(exercise)).filter(({ passed }) => passed !== null);
  return judged.length === 0 ? null : sumOf(judged.map(({ passed, maxPoints }) => (passed === true ? maxPoints : 0)));
}

function isOf(exercise: string): (item: JudgedItem) => boolean {
  return (item) => item.exercise === exercise;
}

/** Rounds to four decimals. More would be noise, and might differ between machines. */
export function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e4) / 1e4 + 0;
}

import type { DeskCriterion, Marks } from "../../protocol.ts";

/* The marks of one answer, and what a key makes of them. All functions are pure. */

/** No points, no comment: an answer that nobody has marked. */
export const NO_MARKS: Marks = { points: {}, comment: "", secondOpinion: false, final: false };

/** The points of a criterion, null if it is not marked yet. */
export function pointsOf(marks: Marks, { id }: DeskCriterion): number | null {
  return marks.points[id] ?? null;
}

/** Whether every criterion has points. */
export function isMarked(marks: Marks | null, criteria: readonly DeskCriterion[]): boolean {
  return marks !== null && criteria.every((criterion) => pointsOf(marks, criterion) !== null);
}

/** The sum of the points that are given so far. */
export function total(marks: Marks, criteria: readonly DeskCriterion[]): number {
  return criteria.reduce((sum, criterion) => sum + (pointsOf(marks, criterion) ?? 0), 0);
}

/** Gives a criterion its points, or takes them if it has all of them. */
export function toggled(marks: Marks, criterion: DeskCriterion): Marks {
  return withPoints(marks, criterion, pointsOf(marks, criterion) === criterion.points ? 0 : criterion.points);
}

/** Half a point less than now; from none, or from unmarked, it starts at the top. */
export function halfLess(marks: Marks, criterion: DeskCriterion): Marks {
  const now = pointsOf(marks, criterion);
  if (now === 0) return withPoints(marks, criterion, criterion.points);
  return withPoints(marks, criterion, Math.max(0, (now ?? criterion.points) - 0.5));
}

/** Sets the points of one criterion. */
export function withPoints(marks: Marks, { id }: DeskCriterion, points: number | null): Marks {
  return { ...marks, points: { ...marks.points, [id]: points } };
}

/** Gives every criterion all of its points or none. */
export function all(marks: Marks, criteria: readonly DeskCriterion[], share: 0 | 1): Marks {
  return criteria.reduce((sum, criterion) => withPoints(sum, criterion, share * criterion.points), marks);
}

/** The criteria without points. */
export function untouched(marks: Marks, criteria: readonly DeskCriterion[]): readonly DeskCriterion[] {
  return criteria.filter((criterion) => pointsOf(marks, criterion) === null);
}

/** Sets the criteria without points to 0. */
export function completed(marks: Marks, criteria: readonly DeskCriterion[]): Marks {
  return untouched(marks, criteria).reduce((sum, criterion) => withPoints(sum, criterion, 0), marks);
}

/** Null if nothing is said of the answer, so that its entry leaves the file. */
export function orNull(marks: Marks): Marks | null {
  const isSilent = Object.values(marks.points).every((points) => points === null);
  return isSilent && marks.comment.trim() === "" && !marks.secondOpinion && !marks.final ? null : marks;
}

/** Whether two markers gave the same points and comment. */
export function agree(one: Marks, other: Marks, criteria: readonly DeskCriterion[]): boolean {
  return (
    one.comment.trim() === other.comment.trim() &&
    criteria.every((criterion) => pointsOf(one, criterion) === pointsOf(other, criterion))
  );
}

import type { CourseFacts } from "@robustness-lab/fixtures";
import { groupBy } from "../../shared/group-by.ts";
import { apportion } from "./apportion.ts";
import type { RubricEntry } from "./rubric-entry.ts";
import { sumOf } from "../../shared/sum-of.ts";

type Points = Pick<CourseFacts, "points" | "exercises">;

/**
 * The checks of the exercises that a course sets, with its points: its exercises divide the total, and the checks of one
 * divide its points in proportion to their weights. All are whole, and no check is worth less than one.
 *
 * @throws RangeError if there are fewer points than checks
 */
export function pointsFor(course: Points, checks: readonly RubricEntry[]): readonly RubricEntry[] {
  const set = checks.filter(({ exercise }) => Object.hasOwn(course.exercises, exercise));
  const points = pointsOfExercises(course, set);
  return [...groupBy(set, ({ exercise }) => exercise)].flatMap(([exercise, own]) => {
    const shares = own.map(({ points: weight }) => ({ weight, least: 1 }));
    const divided = apportion(points.get(exercise) ?? 0, shares);
    return own.map((entry, index) => ({ ...entry, points: divided[index] ?? 0 }));
  });
}

function pointsOfExercises({ points, exercises }: Points, checks: readonly RubricEntry[]): ReadonlyMap<string, number> {
  const ids = Object.keys(exercises);
  const given = Object.values(exercises);
  const total = points ?? sumOf(given);
  const shares = ids.map((id, index) => {
    return { weight: given[index] ?? 0, least: checks.filter(({ exercise }) => exercise === id).length };
  });
  const divided = apportion(total, shares);
  return new Map(ids.map((id, index) => [id, divided[index] ?? 0]));
}

import { UsageError } from "../../shared/errors.ts";

/** One check as the rubric has it: what it claims, what it is worth, and the hint for whoever fails it. */
export interface RubricEntry {
  readonly id: string;
  /** The id of an exercise of the sheet, such as "1.2". */
  readonly exercise: string;
  readonly functionName: string;
  readonly title: string;
  readonly points: number;
  readonly hint: string;
}

/** The points that are given automatically; the written part has its own. */
export const AUTOMATIC_POINTS = 100;

/** Asserts that a whole rubric has unique ids and positive integer points that add up to 100. @throws Error */
export function assertRubric(rubric: readonly RubricEntry[]): void {
  const repeated = repeatedIds(rubric);
  if (repeated.length > 0) throw new Error(`rubric ids appear more than once: ${repeated.join(", ")}`);
  const odd = rubric.filter(({ points }) => !Number.isSafeInteger(points) || points < 1);
  if (odd.length > 0) throw new Error(`rubric points are no positive integers: ${odd.map(({ id }) => id).join(", ")}`);
  const total = rubric.reduce((sum, { points }) => sum + points, 0);
  if (total !== AUTOMATIC_POINTS) throw new Error(`rubric points add up to ${total}, expected ${AUTOMATIC_POINTS}`);
}

/**
 * The part of a rubric that --only names, by check id or by exercise id; all of it without --only.
 *
 * @throws UsageError for a name that selects nothing
 */
export function selectChecks(rubric: readonly RubricEntry[], only?: readonly string[]): readonly RubricEntry[] {
  if (only === undefined) return rubric;
  const isNamedBy = (entry: RubricEntry, name: string): boolean => entry.id === name || entry.exercise === name;
  const unknown = only.filter((name) => !rubric.some((entry) => isNamedBy(entry, name)));
  if (only.length === 0 || unknown.length > 0) {
    const found = only.length === 0 ? "nothing" : unknown.join(", ");
    const near = rubric.filter(({ functionName }) => unknown.some((name) => name.split(".")[0] === functionName));
    const exercises = [...new Set(rubric.map(({ exercise }) => exercise))].join(", ");
    const known = near.length === 0 ? `of exercises (${exercises})` : near.map(({ id }) => id).join(", ");
    throw new UsageError(`--only names ${found}, expected ids of checks${near.length === 0 ? " or " : ": "}${known}`);
  }
  return rubric.filter((entry) => only.some((name) => isNamedBy(entry, name)));
}

function repeatedIds(rubric: readonly RubricEntry[]): readonly string[] {
  const ids = rubric.map(({ id }) => id);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

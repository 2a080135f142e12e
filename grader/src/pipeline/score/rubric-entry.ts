import { UsageError } from "../../shared/errors.ts";

/** The rubric's row for one check. */
export interface RubricEntry {
  readonly id: string;
  /** The id of an exercise of the sheet, such as "1.2". */
  readonly exercise: string;
  readonly functionName: string;
  /** The claim, beginning with the function's name. */
  readonly title: string;
  readonly points: number;
  /** Shown if the check fails. */
  readonly hint: string;
}

/**
 * Returns the rows that --only names, by check id or by exercise id; all rows without --only.
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

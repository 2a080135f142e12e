import { groupBy } from "../../shared/group-by.ts";
import type { FailedCheck } from "../score/result.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** Failed checks of one exercise with one cause, such as a missing file; or a single check. */
export interface Failure {
  readonly first: FailedCheck;
  readonly checks: readonly FailedCheck[];
  /** What they share; undefined for a single check, whose message says more. */
  readonly cause?: string;
}

/** What comes after the call in a message: a file that is missing, cannot be loaded, or exports no such function. */
const FILE_CAUSE = /^[^\n]*?: (src\/.+)$/s;

/** Puts failed checks together that fail for the same file, in the order of the first. Advice is never left out. */
export function groupFailures(failed: readonly FailedCheck[]): readonly Failure[] {
  const groups = groupBy(failed, (check) => {
    const cause = causeOf(check);
    return cause === undefined ? check.id : JSON.stringify([check.exercise, cause]);
  });
  return [...groups.values()].flatMap((checks) => {
    const [first] = checks;
    if (first === undefined) return [];
    const cause = checks.length === 1 ? undefined : causeOf(first);
    return [{ first, checks, ...(cause === undefined ? {} : { cause }) }];
  });
}

function causeOf({ message, hint, misconception, pattern }: FailedCheck): string | undefined {
  if (hint !== undefined || misconception !== undefined || pattern !== undefined) return undefined;
  return FILE_CAUSE.exec(message ?? "")?.[1];
}

/** The points that several checks are worth. */
export function maxPointsOf(checks: readonly FailedCheck[]): number {
  return sumOf(checks.map(({ maxPoints }) => maxPoints));
}

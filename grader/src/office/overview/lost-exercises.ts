import { EXERCISES, NotImplementedError } from "@robustness-lab/fixtures/exercises";
import { groupBy } from "../../shared/group-by.ts";
import type { CheckResult, Result } from "../../pipeline/score/result.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** Exercises without a single answer, for one reason: a file that does not compile, an endless loop, a missing function. */
export interface LostExercises {
  readonly exercises: readonly string[];
  readonly points: number;
  /** As the report says it: untrusted text. */
  readonly reason: string;
}

/** The exercises in which no function gave an answer although one was attempted, by reason, the most points first. */
export function lostExercises(result: Result): readonly LostExercises[] {
  const checks: readonly CheckResult[] = result.checks;
  const lost = [...groupBy(checks, ({ exercise }) => exercise)].flatMap(([exercise, group]) => {
    const reasons = group.map(reasonOf);
    const [reason] = reasons;
    if (reason === undefined || reasons.includes(undefined)) return [];
    const points = sumOf(group.map(({ maxPoints }) => maxPoints));
    // Functions may throw for different reasons, but a file breaks all of them for one.
    return new Set(reasons).size === 1 ? [{ exercise, reason, points }] : [];
  });
  const byReason = [...groupBy(lost, ({ reason }) => reason)].map(([reason, group]) => ({
    exercises: group.map(({ exercise }) => exercise),
    points: sumOf(group.map(({ points }) => points)),
    reason,
  }));
  return byReason.sort((one, other) => other.points - one.points);
}

/** Nothing is lost by a function that was left as it was given. */
const STUBS: ReadonlySet<string> = new Set(
  EXERCISES.flatMap(({ id, functions }) => functions.map((name) => new NotImplementedError(`${id} ${name}`).message)),
);

/** Why a failed check got no answer, without the call; undefined if there was an answer. */
function reasonOf(check: CheckResult): string | undefined {
  if (check.verdict !== "failed" || check.hint !== undefined || check.misconception !== undefined) return undefined;
  const { message = "" } = check;
  if (STUBS.has(message)) return undefined;
  return message.slice(message.indexOf(": ") + 1).trim();
}

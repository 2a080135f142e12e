import { parseAmount } from "./amount.ts";
import type { Course } from "./course.ts";
import type { Lateness } from "./lateness.ts";

/** A grade with its penalty. */
export interface Penalised {
  readonly penalty: number;
  readonly total: number;
}

/**
 * The penalty of a grade: for each day begun a number of points or a share of the maximum, at most `at-most`, rounded down to
 * whole points, and never more than the score. `null` if it is late by an unknown time.
 */
export function penaltyOf(
  { penalty }: Pick<Course, "penalty">,
  lateness: Pick<Lateness, "days"> | undefined,
  { points, maxPoints }: { readonly points: number; readonly maxPoints: number },
): Penalised | null {
  if (penalty === undefined || lateness === undefined) return { penalty: 0, total: points };
  if (lateness.days === null) return null;
  const inPoints = (text: string, times: number): number => {
    const { value, unit } = parseAmount(text);
    // Hundredths, because 0.1 + 0.2 is more than 0.3.
    const hundredths = Math.round(value * 100) * times;
    return unit === "points" ? hundredths / 100 : (hundredths * maxPoints) / 10_000;
  };
  const wanted = inPoints(penalty["per-day"], lateness.days);
  const most = penalty["at-most"] === undefined ? Infinity : inPoints(penalty["at-most"], 1);
  const taken = Math.min(Math.floor(Math.min(wanted, most)), points);
  return { penalty: taken, total: points - taken };
}

import { isScalar } from "yaml";
import type { Adjustment } from "../../pipeline/score/result.ts";
import { addMistake, isBlank, received, type Entry, type Placed, type Reading } from "./reading.ts";
import { COMMENT_LIMITS } from "./text-limits.ts";
import { isInHalves, readText } from "./values.ts";

const NO_ADJUSTMENT = "a reason without an adjustment: add a line such as adjustment: -1";
const NO_REASON =
  'an adjustment without a reason, which the student reads: add a line such as reason: "handed in on paper"';

/** Reads `adjustment` and `reason` among the keys of a submission; undefined if there is none. `limit` is in points. */
export function readAdjustment(
  entries: readonly Entry[],
  { limit, reading }: { readonly limit: number; readonly reading: Reading },
): Placed<Adjustment> | undefined {
  const [given, why] = ["adjustment", "reason"].map((name) =>
    entries.find(({ key, value }) => key === name && !isBlank(value)),
  );
  const points = given && readChange(given, limit, reading);
  const reason = why && readText(why, COMMENT_LIMITS, reading);
  if (given === undefined && why !== undefined) addMistake(reading, why.keyPlace, NO_ADJUSTMENT);
  if (given === undefined || points === undefined || points === 0) return undefined;
  if (why === undefined) addMistake(reading, given.keyPlace, NO_REASON);
  return reason === undefined ? undefined : { value: { points, reason }, place: given.keyPlace };
}

function readChange({ value, valuePlace }: Entry, limit: number, reading: Reading): number | undefined {
  const points: unknown = isScalar(value) ? value.value : undefined;
  if (typeof points === "number" && isInHalves(points) && Math.abs(points) <= limit) return points;
  const expected = `-${limit} to ${limit} in steps of 0.5`;
  addMistake(reading, valuePlace, `adjustment: got ${received(value)}, expected ${expected}`);
  return undefined;
}

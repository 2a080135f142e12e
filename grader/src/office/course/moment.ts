import { Temporal } from "temporal-polyfill";

/*
 * Times and zones as people write them. A local time that a zone skips or repeats when its clocks change is refused, since
 * it could be an hour off.
 */

/** A date and time, with an offset if one is written. */
export interface Moment {
  readonly local: Temporal.PlainDateTime;
  /** Such as "+02:00". */
  readonly offset?: string;
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})? ?(Z|[+-]\d{2}:\d{2})?$/;

/** Parses "2026-10-01 23:59", with or without seconds and offset. Without seconds, the whole minute counts. @throws RangeError */
export function parseMoment(text: string): Moment {
  const [, date = "", time = "", seconds = ":59.999", offset] = MOMENT.exec(text.trim()) ?? [];
  try {
    const local = Temporal.PlainDateTime.from(`${date}T${time}${seconds}`, { overflow: "reject" });
    return { local, ...(offset === undefined ? {} : { offset: parseZone(offset === "Z" ? "+00:00" : offset) }) };
  } catch (cause) {
    throw new RangeError('expected a date and time such as "2026-10-01 23:59" or "2026-10-01 23:59 +02:00"', { cause });
  }
}

/** Parses "Europe/Zurich", "UTC" or "+02:00". @returns the zone as Temporal names it @throws RangeError */
export function parseZone(text: string): string {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text.trim()).timeZoneId;
  } catch (cause) {
    throw new RangeError('expected a time zone such as "Europe/Zurich" or an offset such as "+02:00"', { cause });
  }
}

/** The instant of a moment, read in `zone` if it has no offset. @throws RangeError for a time that is skipped or repeated there */
export function toZoned({ local, offset }: Moment, zone: string): Temporal.ZonedDateTime {
  if (offset !== undefined) return local.toZonedDateTime(offset).withTimeZone(zone);
  const [earlier, later] = (["earlier", "later"] as const).map((disambiguation) =>
    local.toZonedDateTime(zone, { disambiguation }),
  );
  if (earlier === undefined || later === undefined) throw new Error("two readings");
  if (earlier.equals(later)) return earlier;
  const happens = earlier.toPlainDateTime().equals(local) ? "twice" : "never";
  const shown = local.toString({ smallestUnit: "minute" }).replace("T", " ");
  const choices = [earlier, later].map((each) => `"${shownWithOffset(each)}"`).join(" or ");
  throw new RangeError(
    `${shown} happens ${happens} in ${zone}, where the clocks change: expected one with its offset, ${choices}`,
  );
}

function shownWithOffset(time: Temporal.ZonedDateTime): string {
  return time
    .toString({ smallestUnit: "minute", timeZoneName: "never" })
    .replace("T", " ")
    .replace(/(?=[+-]\d\d:\d\d$)/, " ");
}

const DURATION = /^(\d{1,4}) ?(minute|hour|day)s?$/;

/** Parses "15 minutes", "2 hours" or "3 days". @throws RangeError */
export function parseDuration(text: string): Temporal.Duration {
  const [, number = "", unit = ""] = DURATION.exec(text.trim()) ?? [];
  if (number === "") throw new RangeError('expected a duration such as "15 minutes", "2 hours" or "3 days"');
  return Temporal.Duration.from({ [`${unit}s`]: Number(number) });
}

/** Parses another deadline or a duration after it. @throws RangeError */
export function parseExtension(text: string): Moment | Temporal.Duration {
  if (DURATION.test(text.trim())) return parseDuration(text);
  return parseMoment(text);
}

import { Temporal } from "temporal-polyfill";
import type { Course } from "./course.ts";
import { parseDuration, parseExtension, parseMoment, parseZone, toZoned } from "./moment.ts";

/** The zone of a course: the one it names, or the offset of its deadline. @throws RangeError without either */
export function zoneOf({ deadline, timezone }: Course): string {
  const zone = timezone ?? (deadline === undefined ? undefined : parseMoment(deadline).offset);
  if (zone !== undefined) return parseZone(zone);
  throw new RangeError('expected a line "timezone: Europe/Zurich", or an offset such as "2026-10-01 23:59 +02:00"');
}

/** The deadline of everybody without an extension; undefined if the course has none. @throws RangeError */
export function deadlineOf(course: Course): Temporal.ZonedDateTime | undefined {
  return course.deadline === undefined ? undefined : toZoned(parseMoment(course.deadline), zoneOf(course));
}

/** The deadline with an extension. A day ends at the same local time, even if the clocks change. @throws RangeError */
export function extendedDeadline(
  deadline: Temporal.ZonedDateTime,
  extension: string | undefined,
): Temporal.ZonedDateTime {
  if (extension === undefined) return deadline;
  const parsed = parseExtension(extension);
  return parsed instanceof Temporal.Duration ? deadline.add(parsed) : toZoned(parsed, deadline.timeZoneId);
}

/** The latest deadline that any of these ids and names has: an extension for one member is one for the team. */
export function deadlineFor(course: Course, ids: readonly string[]): Temporal.ZonedDateTime | undefined {
  const deadline = deadlineOf(course);
  if (deadline === undefined) return undefined;
  const all = [...new Set(ids)].map((id) => extendedDeadline(deadline, extensionFor(course, id)));
  return all.toSorted((one, other) => Temporal.ZonedDateTime.compare(one, other)).at(-1) ?? deadline;
}

/** The grace, or no time. */
export function graceOf({ grace }: Course): Temporal.Duration {
  return grace === undefined ? new Temporal.Duration() : parseDuration(grace);
}

function extensionFor({ extensions = {} }: Course, id: string): string | undefined {
  return Object.hasOwn(extensions, id) ? extensions[id] : undefined;
}

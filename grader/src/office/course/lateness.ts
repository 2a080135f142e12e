import { Temporal } from "temporal-polyfill";
import type { Course } from "./course.ts";
import { deadlineFor, graceOf } from "./deadline.ts";

/** How late a submission is, after extensions. `null`: late, but nothing says by how much. */
export interface Lateness {
  /** In UTC, to the second. */
  readonly deadline: string;
  /** Minutes begun after the deadline; 0 is on time. */
  readonly minutes: number | null;
  /** Days begun after the deadline; 0 is on time or within the grace. */
  readonly days: number | null;
}

/** What is known about the time of a submission. */
export interface HandedIn {
  /** The ids and names by which extensions may know the student or team. */
  readonly ids: readonly string[];
  /** In UTC. */
  readonly submittedAt?: string;
  /** The LMS says that it is late. */
  readonly isMarkedLate?: boolean;
}

/** A submission's lateness; undefined without a deadline or if nothing is known. */
export function latenessOf(course: Course, { ids, submittedAt, isMarkedLate = false }: HandedIn): Lateness | undefined {
  const due = deadlineFor(course, ids);
  if (due === undefined) return undefined;
  const deadline = toUtc(due.toInstant());
  if (submittedAt === undefined) return isMarkedLate ? { deadline, minutes: null, days: null } : undefined;
  const at = Temporal.Instant.from(submittedAt);
  const minutes = Math.ceil(Math.max(0, at.epochMilliseconds - due.epochMilliseconds) / 60_000);
  return { deadline, minutes, days: isAfter(at, due.add(graceOf(course))) ? daysBegun(at, due) : 0 };
}

/** An instant in UTC to the second, as class.json keeps it. */
export function toUtc(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: "second" });
}

/** Days begun after a deadline. A day ends at the deadline's local time, so one with a clock change has 23 or 25 hours. */
function daysBegun(at: Temporal.Instant, due: Temporal.ZonedDateTime): number {
  // `until` counts whole local days; what is left of one is a day begun.
  const whole = due.until(at.toZonedDateTimeISO(due.timeZoneId), { largestUnit: "day" }).days;
  return isAfter(at, due.add({ days: whole })) ? whole + 1 : whole;
}

function isAfter(at: Temporal.Instant, limit: Temporal.ZonedDateTime): boolean {
  return Temporal.Instant.compare(at, limit.toInstant()) > 0;
}

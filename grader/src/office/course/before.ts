import type { Temporal } from "temporal-polyfill";
import { UsageError } from "../../shared/errors.ts";
import type { Course } from "./course.ts";
import { deadlineFor, graceOf } from "./deadline.ts";
import { parseMoment, toZoned } from "./moment.ts";

/** Until when a commit counts. */
export interface Limit {
  readonly epochMs: number;
  /** As people read it. */
  readonly words: string;
}

/** The same moment for everybody. @throws UsageError without an offset, since no zone is known */
export function beforeMoment(text: string): () => Limit {
  try {
    const moment = parseMoment(text);
    if (moment.offset === undefined) throw new RangeError("expected an offset after the time, such as +02:00");
    const limit = toLimit(toZoned(moment, moment.offset));
    return () => limit;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UsageError(`--before: got ${JSON.stringify(text)}, ${cause.message}`, { cause });
  }
}

/** The deadline of each student or team, by id, with extension and grace. @throws UsageError if the course has none */
export function beforeDeadline(course: Course): (id: string) => Limit {
  if (course.deadline === undefined) {
    throw new UsageError('the course has no deadline: expected a line "deadline: ..."');
  }
  return (id) => {
    const due = deadlineFor(course, [id, ...teamsOf(course, id)]);
    if (due === undefined) throw new Error("a course with a deadline");
    return toLimit(due.add(graceOf(course)));
  };
}

/** The names and members of the teams of a student: an extension for one of them is one for all. */
function teamsOf({ teams = {} }: Course, id: string): readonly string[] {
  const own = Object.entries(teams).filter(([name, members]) => [name, ...members].includes(id));
  return own.flatMap(([name, members]) => [name, ...members]);
}

function toLimit(time: Temporal.ZonedDateTime): Limit {
  const shown = time.toString({ smallestUnit: "second", timeZoneName: "never" }).replace("T", " ");
  return { epochMs: time.epochMilliseconds, words: shown };
}

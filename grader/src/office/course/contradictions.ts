import { Temporal } from "temporal-polyfill";
import { deadlineOf, extendedDeadline } from "./deadline.ts";
import type { Course } from "./course.ts";

/** Something wrong in a course, at a path of keys. */
export interface Finding {
  readonly path: readonly string[];
  readonly message: string;
}

/** What is wrong between values of a course that are right each by itself. */
export function contradictionsIn(course: Course): readonly Finding[] {
  return [...withoutDeadline(course), ...impossibleTimes(course), ...doubleMembers(course)];
}

function withoutDeadline(course: Course): readonly Finding[] {
  const dependent = (["grace", "penalty", "extensions"] as const).filter((key) => course[key] !== undefined);
  if (course.deadline !== undefined) return [];
  return dependent.map((key) => ({ path: [key], message: 'expected a line "deadline: ..." too' }));
}

function impossibleTimes(course: Course): readonly Finding[] {
  const due = attempt(["deadline"], () => deadlineOf(course));
  if (due === undefined) return [];
  if ("message" in due) return [due];
  return Object.entries(course.extensions ?? {}).flatMap(([id, text]) => {
    const path = ["extensions", id];
    const extended = attempt(path, () => extendedDeadline(due, text));
    if ("message" in extended) return [extended];
    const isLater = Temporal.ZonedDateTime.compare(extended, due) > 0;
    return isLater ? [] : [{ path, message: "expected a time after the deadline" }];
  });
}

function attempt<T>(path: readonly string[], make: () => T): T | Finding {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return { path, message: error.message };
    throw error;
  }
}

function doubleMembers({ teams = {} }: Course): readonly Finding[] {
  const members = Object.entries(teams).flatMap(([team, ids]) => ids.map((id, index) => ({ team, id, index })));
  return members.flatMap(({ team, id, index }, position) => {
    const first = members.slice(0, position).find((each) => each.id === id);
    if (first === undefined) return [];
    return [{ path: ["teams", team, String(index)], message: `expected an id that is not in ${first.team} already` }];
  });
}

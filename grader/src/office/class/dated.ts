import type { Course } from "../course/course.ts";
import { latenessOf } from "../course/lateness.ts";
import type { ClassEntry } from "./class-file.ts";

/** An entry with its lateness in a course. */
export function dated(entry: ClassEntry, course: Course | undefined): ClassEntry {
  const { id, team = [], submittedAt, lms } = entry;
  const lateness = latenessOf(course ?? {}, {
    // Not the name, which two students may share. The id of a team is its name.
    ids: [id, ...team.map((member) => member.id)],
    ...(submittedAt === undefined ? {} : { submittedAt }),
    isMarkedLate: lms !== undefined && "late" in lms && lms.late,
  });
  const { lateness: earlier, ...rest } = entry;
  if (lateness === undefined) return earlier === undefined ? entry : rest;
  return { ...rest, lateness };
}

import type { Result } from "../../pipeline/score/result.ts";
import type { ClassEntry, ClassFile } from "../class/class-file.ts";
import type { Course } from "../course/course.ts";
import type { Lateness } from "../course/lateness.ts";
import type { FoundResult } from "../class/results.ts";
import { CANNOT_BE_READ } from "./grade.ts";

/** A result and the names and ids by which a gradebook may know the student. */
export interface Exportable {
  /** The folder of the result. */
  readonly folder: string;
  readonly result: Result;
  /** The student's id in class.json. */
  readonly id?: string;
  /** The student's name in class.json: in any script, not unique. */
  readonly name?: string;
  /** Moodle's number of the participant. */
  readonly moodleId?: string;
  /** Canvas's number of the user. */
  readonly canvasId?: string;
  /** The downloaded name under which Canvas takes feedback back. */
  readonly canvasFile?: string;
  /** The team's name; `id` and `name` are then those of a member. */
  readonly team?: string;
  /** In UTC. */
  readonly submittedAt?: string;
  readonly lateness?: Lateness;
  /** The course, for its penalty. */
  readonly course?: Course;
}

/** The report.html of a result. */
export type ReportOf = (exportable: Pick<Exportable, "folder" | "result">) => Promise<string>;

/** A submission that is not exported, and the reason. */
export interface Skipped {
  readonly what: string;
  readonly why: string;
  /** Its entry, if class.json has one. */
  readonly entry?: ClassEntry;
}

export interface Exportables {
  readonly exportables: readonly Exportable[];
  readonly skipped: readonly Skipped[];
}

type Found = Pick<FoundResult, "name" | "result">;

/** Joins results with their entries in class.json. Without class.json, students are known by the names of their folders. */
export function toExportables(results: readonly Found[], file?: ClassFile): Exportables {
  if (file === undefined) {
    return { exportables: results.map(({ name, result }) => ({ folder: name, result })), skipped: [] };
  }
  const entries = new Map(file.submissions.map((entry) => [folderOf(entry), entry]));
  const found = new Set(results.map(({ name }) => name));
  const unlisted = results.filter(({ name }) => !entries.has(name));
  const missing = file.submissions.filter((entry) => !found.has(folderOf(entry) ?? ""));
  return {
    exportables: results.flatMap(({ name, result }) => {
      const entry = entries.get(name);
      return entry === undefined ? [] : toEach(entry).map((one) => toExportable(name, result, one, file.course));
    }),
    skipped: [
      ...unlisted.map(({ name }) => ({ what: name, why: "class.json has no such folder" })),
      ...missing.map(toSkipped),
    ],
  };
}

function folderOf(entry: ClassEntry): string | undefined {
  return "folder" in entry ? entry.folder : undefined;
}

/** An entry for each member of a team, with the ids of the member. */
export function toEach(entry: ClassEntry): readonly (ClassEntry & { readonly teamName?: string })[] {
  const { lms, ...common } = entry;
  const { team, name: teamName } = common;
  if (team === undefined) return [entry];
  return team.map(({ id, name }) => {
    const member = { ...common, id, name, teamName };
    const isNumber = /^\d+$/.test(id);
    if (lms?.kind === "moodle" && isNumber) return { ...member, lms: { kind: "moodle", participantId: id } };
    // Feedback goes back once, under the name of the file that was downloaded.
    if (lms?.kind === "canvas" && isNumber) return { ...member, lms: { ...lms, userId: id } };
    return member;
  });
}

function toExportable(
  folder: string,
  result: Result,
  { id, name, lms, submittedAt, lateness, teamName }: ReturnType<typeof toEach>[number],
  course: Course | undefined,
): Exportable {
  const moodleId = lms?.kind === "moodle" ? lms.participantId : undefined;
  const canvasId = lms?.kind === "canvas" ? lms.userId : undefined;
  const canvasFile = lms !== undefined && "file" in lms ? lms.file : undefined;
  return {
    folder,
    result,
    id,
    name,
    ...(moodleId === undefined ? {} : { moodleId }),
    ...(canvasId === undefined ? {} : { canvasId }),
    ...(canvasFile === undefined ? {} : { canvasFile }),
    ...(teamName === undefined ? {} : { team: teamName }),
    ...(submittedAt === undefined ? {} : { submittedAt }),
    ...(lateness === undefined ? {} : { lateness }),
    ...(course === undefined ? {} : { course }),
  };
}

/** A student in messages: the folder, and for a member of a team the id too. */
export function whatIs({ folder, team, id }: Exportable): string {
  return team === undefined || id === undefined ? folder : `${folder}: ${id}`;
}

const NO_RESULT: Record<ClassEntry["status"], string> = {
  graded: "there is no result",
  "submission-error": CANNOT_BE_READ,
  unreadable: CANNOT_BE_READ,
  "grader-fault": "the grader failed",
  pending: "not graded yet",
};

function toSkipped(entry: ClassEntry): Skipped {
  const { id, name, status } = entry;
  const folder = folderOf(entry);
  const why = folder === undefined ? NO_RESULT[status] : `the result in ${folder} is missing`;
  return {
    what: name === "" || name === id ? id : `${id} (${name})`,
    why: "problem" in entry ? `${why}: ${entry.problem}` : why,
    entry,
  };
}

/** Teams once, although each member is exported to a gradebook. */
export function onePerFolder(exportables: readonly Exportable[]): readonly Exportable[] {
  return [...new Map(exportables.map((each) => [each.folder, each])).values()];
}

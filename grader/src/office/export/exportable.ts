import type { Result } from "../../pipeline/score/result.ts";
import type { ClassEntry, ClassFile } from "../class/class-file.ts";
import type { FoundResult } from "../class/results.ts";

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
}

/** A submission that is not exported, and the reason. */
export interface Skipped {
  readonly what: string;
  readonly why: string;
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
      return entry === undefined ? [] : [toExportable(name, result, entry)];
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

function toExportable(folder: string, result: Result, { id, name, lms }: ClassEntry): Exportable {
  const moodleId = lms?.kind === "moodle" ? lms.participantId : undefined;
  const canvasId = lms?.kind === "canvas" ? lms.userId : undefined;
  return {
    folder,
    result,
    id,
    name,
    ...(moodleId === undefined ? {} : { moodleId }),
    ...(canvasId === undefined ? {} : { canvasId }),
  };
}

function toSkipped(entry: ClassEntry): Skipped {
  const { id, name, status } = entry;
  const folder = folderOf(entry);
  const why = folder === undefined ? `${status}: no result` : `the result in ${folder} is missing`;
  return {
    what: name === "" || name === id ? id : `${id} (${name})`,
    why: "problem" in entry ? `${why}: ${entry.problem}` : why,
  };
}

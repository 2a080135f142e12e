import { createHash } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gatherFiles, type Gathered, type GatheredFile } from "./gather.ts";
import { layOut, type Layout } from "./layout.ts";
import { tidyNotes, type Note } from "./notes.ts";
import { SubmissionProblem } from "./problems.ts";
import { openSource } from "./source.ts";
import { decodeText } from "./text.ts";

/** A submission, with an allow-list copy of its files. */
export interface StagedFiles {
  readonly status: "staged";
  /** The student's file name: raw, at most 100 characters. */
  readonly name: string;
  /** Of the staged paths and contents, so the same for a folder and any archive of it. */
  readonly sha256: string;
  /** The folder of the copy. */
  readonly folder: string;
  /** Relative to the folder, with "/" between segments, sorted: src/… and answers.md. */
  readonly files: readonly string[];
  readonly notes: readonly Note[];
  /** The text of answers.md. */
  readonly answers?: string;
}

/** A submission that cannot be graded. The message tells the student why. */
export interface UnstageableSubmission {
  readonly status: "problem";
  readonly name: string;
  /** The digest of no files. */
  readonly sha256: string;
  readonly message: string;
  readonly notes: readonly Note[];
}

export type StagedSubmission = StagedFiles | UnstageableSubmission;
export type InspectedSubmission = Omit<StagedFiles, "folder"> | UnstageableSubmission;

/**
 * Reads a submission and, given an empty folder, copies its sources and answers there, in this process: for the reading
 * process and for tests.
 *
 * @throws UsageError for a path that does not exist, cannot be read or is not an archive
 */
export async function readSubmission(source: string, copyTo?: string): Promise<InspectedSubmission> {
  const { name, entries } = await openSource(source);
  let notes: readonly Note[] = [];
  try {
    const gathered = await gatherFiles(entries);
    notes = tidyNotes(gathered.notes);
    const layout = layOut(gathered);
    if (copyTo !== undefined) await writeFiles(layout.files, copyTo);
    return { status: "staged", name, ...factsOf(layout, gathered) };
  } catch (error) {
    if (!(error instanceof SubmissionProblem)) throw error;
    return unstageable(name, error.message, notes);
  }
}

/** A submission that cannot be staged, with the digest of no files. */
export function unstageable(name: string, message: string, notes: readonly Note[] = []): InspectedSubmission {
  return { status: "problem", name, sha256: digest([]), message, notes };
}

function factsOf({ files, notes }: Layout, gathered: Gathered) {
  const answers = files.find((file) => file.path === "answers.md");
  return {
    sha256: digest(files),
    files: files.map((file) => file.path),
    notes: tidyNotes([...gathered.notes, ...notes]),
    ...(answers === undefined ? {} : { answers: decodeText(answers.bytes) }),
  };
}

/** Hashes lengths before contents, so that no two sets of files hash the same bytes. */
function digest(files: readonly GatheredFile[]): string {
  const hash = createHash("sha256");
  for (const { path, bytes } of files) hash.update(`${Buffer.byteLength(path)}:${path}${bytes.length}:`).update(bytes);
  return hash.digest("hex");
}

async function writeFiles(files: readonly GatheredFile[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new Error("the folder to stage a submission in is not empty");
  for (const { path, bytes } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes, { flag: "wx" });
  }
}

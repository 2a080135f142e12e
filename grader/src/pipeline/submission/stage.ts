import { createHash } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gatherFiles, type Gathered, type GatheredFile } from "./gather.ts";
import { layOut } from "./layout.ts";
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

/**
 * Copies the sources and the answers of a submission, and nothing else, into an empty folder.
 *
 * @throws UsageError for a path that does not exist, cannot be read or is not an archive
 */
export async function stageSubmission(source: string, scratch: string): Promise<StagedSubmission> {
  const read = await inspectSubmission(source);
  if (read.status === "problem") return read;
  const { contents, ...facts } = read;
  await writeFiles(contents, scratch);
  return { ...facts, folder: scratch };
}

export type InspectedSubmission = Omit<StagedFiles, "folder"> | UnstageableSubmission;
type ReadFiles = Omit<StagedFiles, "folder"> & { readonly contents: readonly GatheredFile[] };

/** Reads a submission without copying it, to identify it. @throws UsageError as staging does */
export async function inspectSubmission(source: string): Promise<ReadFiles | UnstageableSubmission> {
  const { name, entries } = await openSource(source);
  let notes: readonly Note[] = [];
  try {
    const gathered = await gatherFiles(entries);
    notes = tidyNotes(gathered.notes);
    return toReadFiles(name, gathered);
  } catch (error) {
    if (!(error instanceof SubmissionProblem)) throw error;
    return { status: "problem", name, sha256: digest([]), message: error.message, notes };
  }
}

function toReadFiles(name: string, gathered: Gathered): ReadFiles {
  const { files, notes } = layOut(gathered);
  const answers = files.find((file) => file.path === "answers.md");
  return {
    status: "staged",
    name,
    sha256: digest(files),
    contents: files,
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

async function writeFiles(files: readonly GatheredFile[], scratch: string): Promise<void> {
  await mkdir(scratch, { recursive: true });
  if ((await readdir(scratch)).length > 0) throw new Error("the folder to stage a submission in is not empty");
  for (const { path, bytes } of files) {
    const target = join(scratch, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes, { flag: "wx" });
  }
}

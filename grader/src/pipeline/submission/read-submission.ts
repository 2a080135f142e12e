import { createHash } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { decodeText } from "@robustness-lab/fixtures/hand-in";
import { gatherFiles, type GatheredFile } from "./gather.ts";
import { layOut, type Layout } from "./layout.ts";
import { tidyNotes, type Note } from "./notes.ts";
import { SubmissionProblem } from "./problems.ts";
import { readPictures } from "./read-pictures.ts";
import { openSource } from "./source.ts";

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
  /** The pictures that answers.md names, in its order. */
  readonly pictures: readonly SubmittedPicture[];
}

/** A picture, and the name of its copy. */
interface SubmittedPicture {
  readonly path: string;
  readonly file: string;
}

/** Empty or missing folders for copies. */
export interface CopyTo {
  /** For the sources and answers.md. */
  readonly files?: string;
  /** For the pictures, which the sandbox never gets. */
  readonly pictures?: string;
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
 * Reads a submission and copies its files into empty folders, in this process: for the reading process and for tests.
 *
 * @throws UsageError for a path that does not exist, cannot be read or is not an archive
 */
export async function readSubmission(source: string, copyTo: CopyTo = {}): Promise<InspectedSubmission> {
  const { name, entries } = await openSource(source);
  let notes: readonly Note[] = [];
  try {
    const gathered = await gatherFiles(entries);
    notes = tidyNotes(gathered.notes);
    const layout = layOut(gathered);
    const answers = answersIn(layout);
    const open = async () => (await openSource(source)).entries;
    const { pictures, notes: all } = await readPictures(answers ?? "", layout, gathered, open);
    const copies = pictures.map(({ type, bytes }, index) => ({ path: `${PICTURE_FILE}${index + 1}.${type}`, bytes }));
    if (copyTo.files !== undefined) await writeFiles(layout.files, copyTo.files);
    if (copyTo.pictures !== undefined) await writeFiles(copies, copyTo.pictures);
    return {
      status: "staged",
      name,
      sha256: digest([...layout.files, ...pictures]),
      files: layout.files.map((file) => file.path),
      notes: tidyNotes(all),
      ...(answers === undefined ? {} : { answers }),
      pictures: pictures.map(({ path }, index) => ({ path, file: copies[index]?.path ?? "" })),
    };
  } catch (error) {
    if (!(error instanceof SubmissionProblem)) throw error;
    return unstageable(name, error.message, notes);
  }
}

const PICTURE_FILE = "answers-picture-";

/** A submission that cannot be staged, with the digest of no files. */
export function unstageable(name: string, message: string, notes: readonly Note[] = []): InspectedSubmission {
  return { status: "problem", name, sha256: digest([]), message, notes };
}

function answersIn({ files }: Layout): string | undefined {
  const answers = files.find((file) => file.path === "answers.md");
  return answers === undefined ? undefined : decodeText(answers.bytes);
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

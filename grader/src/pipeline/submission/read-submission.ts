import { mkdir, readdir } from "node:fs/promises";
import type { Picture } from "@robustness-lab/fixtures/hand-in";
import { writeFiles } from "../../shared/write-files.ts";
import { openContainers } from "./containers.ts";
import type { GatheredFile } from "./gather.ts";
import type { Layout } from "./layout.ts";
import { tidyNotes, type Note } from "./notes.ts";
import { SubmissionProblem } from "./problems.ts";
import { readDocuments, type SubmittedDocument } from "./read-documents.ts";
import { readPictures } from "./read-pictures.ts";
import { openSource } from "./source.ts";
import { toUtf8 } from "./to-utf8.ts";
import { digest, unstageable, type UnstageableSubmission } from "./unstageable.ts";
import { findWritten, type WrittenPart } from "./written-part.ts";

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
  readonly pictures: readonly CopiedFile[];
  /** Documents that only a person can read. */
  readonly documents: readonly CopiedFile[];
}

/** A picture or a document, and the name of its copy. */
interface CopiedFile {
  readonly path: string;
  readonly file: string;
}

/** Empty or missing folders for copies. */
export interface CopyTo {
  /** For the sources and answers.md. */
  readonly files?: string;
  /** For the pictures and documents, which the sandbox never gets. */
  readonly pictures?: string;
}

export type StagedSubmission = StagedFiles | UnstageableSubmission;
export type InspectedSubmission = Omit<StagedFiles, "folder"> | UnstageableSubmission;

/**
 * Reads a submission and copies its files into empty folders, in this process: for the reading process and for tests.
 *
 * @throws UsageError for a path that does not exist, cannot be read or is not an archive
 */
export async function readSubmission(source: string, copyTo: CopyTo = {}): Promise<InspectedSubmission> {
  const { name, isPacked } = await openSource(source);
  const open = async () => (await openSource(source)).entries;
  try {
    const { containers, layout, notes: around } = await openContainers(open, isPacked);
    const written = findWritten(layout, containers);
    const { files, notes: encodings } = toUtf8(withAnswers(layout.files, written.part?.file));
    const laidOut = {
      ...layout,
      notes: allNotes([...layout.notes, ...around], [...written.notes, ...encodings], written.part?.path),
    };
    const { pictures, notes } = await picturesOf(written.part, laidOut);
    const documents = await readDocuments(written.documents);
    const copied = { pictures: copiesOf(pictures, "picture"), documents: copiesOf(documents, "document") };
    const copies = [...copied.pictures, ...copied.documents];
    if (copyTo.files !== undefined)
      await stage(
        copyTo.files,
        files.map(({ path, bytes }) => [path, bytes]),
      );
    if (copyTo.pictures !== undefined)
      await stage(
        copyTo.pictures,
        copies.map(({ file, bytes }) => [file, bytes]),
      );
    return {
      status: "staged",
      name,
      sha256: digest([...files, ...pictures, ...documents]),
      files: files.map((file) => file.path),
      notes: tidyNotes(notes),
      ...(written.part === undefined ? {} : { answers: written.part.text }),
      pictures: copied.pictures.map(({ path, file }) => ({ path, file })),
      documents: copied.documents.map(({ path, file }) => ({ path, file })),
    };
  } catch (error) {
    if (!(error instanceof SubmissionProblem)) throw error;
    return unstageable(name, error.message, tidyNotes(error.notes));
  }
}

function withAnswers(files: readonly GatheredFile[], answers: GatheredFile | undefined): readonly GatheredFile[] {
  return [...(answers === undefined ? [] : [answers]), ...files.filter(({ path }) => path !== "answers.md")];
}

/** A note that a file is read, or that a person should read it, replaces one that it was left out. */
function allNotes(leftOut: readonly Note[], instead: readonly Note[], written?: string): readonly Note[] {
  const read = new Set([...instead.map(({ path }) => path), written]);
  const isReplaced = ({ kind, path }: Note): boolean => (kind === "wrong-kind" || kind === "beside") && read.has(path);
  return [...leftOut.filter((each) => !isReplaced(each)), ...instead];
}

async function picturesOf(part: WrittenPart | undefined, layout: Layout) {
  if (part === undefined) return { pictures: [], notes: layout.notes };
  const { text, folder, container } = part;
  return readPictures(text, { ...layout, root: folder }, container.gathered, container.open);
}

/** The copies of files, by the names that they have beside result.json. */
function copiesOf(files: readonly (Picture | SubmittedDocument)[], kind: "picture" | "document") {
  return files.map(({ path, type, bytes }, index) => ({ path, file: `answers-${kind}-${index + 1}.${type}`, bytes }));
}

async function stage(folder: string, files: readonly (readonly [path: string, bytes: Uint8Array])[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new Error("the folder to stage a submission in is not empty");
  await writeFiles(folder, files, "wx");
}

import { join } from "node:path";
import { findAnswers } from "@robustness-lab/fixtures/hand-in";
import type { WrittenQuestion } from "../../pipeline/score/written.ts";
import { UsageError } from "../../shared/errors.ts";
import { makeScratch } from "../../shared/scratch.ts";
import type { ClassFile } from "../class/class-file.ts";
import type { FoundResult } from "../class/results.ts";
import { openSubmissions } from "../marks/find-submission.ts";
import { shortChecksum } from "../marks/parse-marks.ts";
import { answersIn, hasAnswers, readAnswers } from "../marks/read-answers.ts";
import type { DeskDocument } from "./protocol.ts";
import { keyOf, pseudonymsOf } from "./pseudonyms.ts";

/** A submission on the desk, without its marks. */
export interface Member {
  readonly key: string;
  readonly pseudonym: string;
  /** Its name in marks files. */
  readonly folder: string;
  /** Name and id, shown on demand. */
  readonly student: string;
  readonly sha256: string | null;
  readonly directory: string;
  /** By the id of the question; absent if it has no heading. */
  readonly answers: ReadonlyMap<string, string>;
  /** The whole text, if an answer has no heading. */
  readonly whole: string | null;
  readonly notes: readonly string[];
  readonly documents: readonly DeskDocument[];
  /** Files beside result.json by the paths that answers use. */
  readonly pictures: ReadonlyMap<string, string>;
}

interface Source {
  /** Where the results are, for messages. */
  readonly results: string;
  readonly found: readonly FoundResult[];
  readonly graded: ClassFile | undefined;
  /** For results of older graders, which lack the answers. */
  readonly submissions: string | undefined;
  readonly questions: readonly WrittenQuestion[];
  readonly signal: AbortSignal;
}

type Texts = Pick<Member, "answers" | "whole" | "notes">;

/** Reads the answers of a class. @throws UsageError if there are none */
export async function readMembers(source: Source): Promise<readonly Member[]> {
  const { found, graded } = source;
  const lacking = found.filter(({ result }) => !hasAnswers(result));
  if (lacking.length === found.length && source.submissions === undefined) throw noAnswers(source.results);
  const older = await readOlder(lacking, source);
  const pseudonyms = pseudonymsOf(found.map(({ name }) => name));
  const students = studentsOf(graded);
  return found.map((each) => {
    const { name: folder, directory } = each;
    return {
      key: keyOf(folder),
      pseudonym: pseudonyms.get(folder) ?? "",
      folder,
      student: students.get(folder) ?? folder,
      directory,
      ...(older.get(folder) ?? textsIn(each)),
      ...handedIn(each),
    };
  });
}

/** Changes when the student hands in again. */
export function versionOf({ sha256 }: Member): string {
  return shortChecksum(sha256) ?? "";
}

/** A member whose result was written again. */
export function reread(member: Member, found: FoundResult): Member {
  return { ...member, ...handedIn(found), ...textsIn(found) };
}

function handedIn({ result }: FoundResult): Pick<Member, "sha256" | "documents" | "pictures"> {
  return {
    sha256: result.submission.sha256,
    documents: result.documents ?? [],
    pictures: new Map((result.pictures ?? []).map(({ path, file }) => [path, file])),
  };
}

function textsIn({ result }: FoundResult): Texts {
  const { texts, whole = null, notes } = answersIn(result);
  return { answers: texts, whole, notes };
}

/** The answers of submissions that were graded before results held them. */
async function readOlder(
  lacking: readonly FoundResult[],
  { submissions, found, graded, questions, signal }: Source,
): Promise<ReadonlyMap<string, Texts>> {
  if (submissions === undefined || lacking.length === 0) return new Map();
  const find = await openSubmissions(submissions, { results: found.length, graded, signal });
  const scratch = await makeScratch();
  try {
    const read = new Map<string, Texts>();
    // One after the other, since each is unpacked in memory.
    for (const [index, each] of lacking.entries()) {
      const folder = join(scratch.folder, String(index));
      const { texts, whole, notes } = await readAnswers(each, find, { folder, ids: questions.map(({ id }) => id) });
      signal.throwIfAborted();
      read.set(each.name, { answers: texts, whole: whole ?? null, notes });
    }
    return read;
  } finally {
    await scratch.remove();
  }
}

function noAnswers(results: string): UsageError {
  return new UsageError(
    `the results in ${results} hold no answers, because nobody handed any in or an older grader wrote them: give the submissions with --submissions <class, roster or one>, or grade again`,
  );
}

function studentsOf(graded: ClassFile | undefined): ReadonlyMap<string, string> {
  const entries = (graded?.submissions ?? []).flatMap((entry) => ("folder" in entry ? [entry] : []));
  return new Map(entries.map(({ folder, name, id }) => [folder, id === name ? name : `${name} (${id})`]));
}

/** The texts of the questions by their ids, as Markdown, from answers.md as students get it. */
export function questionTextsIn(text: string, questions: readonly WrittenQuestion[]): ReadonlyMap<string, string> {
  // What precedes this line is no answer.
  return modelAnswersIn(text.replaceAll("**Your answer**", ""), questions);
}

/** The model answers by the id of the question, as Markdown. */
export function modelAnswersIn(text: string, questions: readonly WrittenQuestion[]): ReadonlyMap<string, string> {
  return findAnswers(
    text,
    questions.map(({ id }) => id),
  ).texts;
}

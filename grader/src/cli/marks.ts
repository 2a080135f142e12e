import { join } from "node:path";
import type { Answers } from "@robustness-lab/fixtures/hand-in";
import type { ClassFile } from "../office/class/class-file.ts";
import { readClass } from "../office/class/class-folder.ts";
import { findResults, type FoundResult } from "../office/class/results.ts";
import { openSubmissions } from "../office/marks/find-submission.ts";
import { defaultMarksFile, writeNewFile } from "../office/marks/marks-file.ts";
import { answersIn, hasAnswers, readAnswers } from "../office/marks/read-answers.ts";
import { readMarks } from "../office/marks/read-marks.ts";
import { renderRubric } from "../office/marks/render-rubric.ts";
import { renderTemplate, type Unmarked } from "../office/marks/render-template.ts";
import { WRITTEN_QUESTIONS } from "../pipeline/score/written.ts";
import { UsageError } from "../shared/errors.ts";
import { makeScratch } from "../shared/scratch.ts";
import { EXIT } from "../shared/exit.ts";

const QUESTION_IDS = WRITTEN_QUESTIONS.map(({ id }) => id);

interface NewOptions {
  readonly out?: string;
  readonly questions?: readonly string[];
  readonly submissions?: string;
  /** Marks files. */
  readonly except?: readonly string[];
}

/** Writes a marks file to be filled in. */
export async function newMarks(results: string, options: NewOptions, signal: AbortSignal): Promise<number> {
  const { out = defaultMarksFile(results), questions = QUESTION_IDS, submissions, except = [] } = options;
  assertQuestions(questions);
  const found = (await findResults(results)).results;
  const marked = await markedIn(except, found);
  const left = found.filter(({ name }) => !marked.has(name));
  if (left.length === 0) throw new UsageError(`--except leaves no submission: these files mark all of ${results}`);
  const graded = await readClass(results);
  const unmarked = await unmarkedOf(left, submissions, { graded, students: await studentsOf(results), signal });
  const asked = WRITTEN_QUESTIONS.filter(({ id }) => questions.includes(id));
  await writeNewFile(out, renderTemplate(unmarked, asked));
  console.log(`${out}: ${unmarked.length} to be marked in ${asked.map(({ id }) => id).join(", ")}`);
  const without = unmarked
    .filter(({ answers }) => answers?.texts.size === 0 && answers.whole === undefined)
    .map(({ name }) => name);
  if (without.length > 0) console.log(`no answers were found for ${without.join(", ")}; the file lists the reasons`);
  const noted = unmarked.filter(
    ({ name, answers }) => answers !== null && !without.includes(name) && answers.notes.length > 0,
  );
  for (const { name, answers } of noted) console.log(`${name}: ${answers?.notes.join("; ") ?? ""}`);
  return EXIT.done;
}

function assertQuestions(ids: readonly string[]): void {
  const unknown = ids.filter((id) => !QUESTION_IDS.includes(id));
  if (unknown.length === 0) return;
  throw new UsageError(`--questions names ${unknown.join(", ")}, expected some of ${QUESTION_IDS.join(",")}`);
}

interface Marking {
  readonly graded: ClassFile | undefined;
  readonly students: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

async function unmarkedOf(
  markables: readonly FoundResult[],
  submissions: string | undefined,
  { graded, students, signal }: Marking,
): Promise<readonly Unmarked[]> {
  const options = { results: markables.length, graded, signal };
  const find = submissions === undefined ? undefined : await openSubmissions(submissions, options);
  // Results of older graders say nothing of answers.
  const isAnswered = markables.some(({ result }) => hasAnswers(result));
  const scratch = await makeScratch();
  const unmarked: Unmarked[] = [];
  try {
    // One after the other, since each is unpacked in memory.
    for (const [index, markable] of markables.entries()) {
      const folder = join(scratch.folder, String(index));
      const given = find === undefined ? null : await readAnswers(markable, find, { folder, ids: QUESTION_IDS });
      const answers = given ?? (isAnswered ? withDocuments(markable.result) : null);
      signal.throwIfAborted();
      const student = students.get(markable.name);
      const { sha256 } = markable.result.submission;
      unmarked.push({ name: markable.name, ...(student === undefined ? {} : { student }), sha256, answers });
    }
  } finally {
    await scratch.remove();
  }
  return unmarked;
}

/** The answers in a result, with a note about each document, which no marks file can show. */
function withDocuments(result: FoundResult["result"]): Answers {
  const answers = answersIn(result);
  const documents = (result.documents ?? []).map(({ path }) => `handed in as a document: ${path}`);
  return { ...answers, notes: [...answers.notes, ...documents] };
}

/** The names of submissions that a marks file marks, if only in part. */
async function markedIn(files: readonly string[], results: readonly FoundResult[]): Promise<ReadonlySet<string>> {
  if (files.length === 0) return new Set();
  const { marks } = await readMarks(files, results);
  return new Set([...marks].filter(([, { questions }]) => questions.size > 0).map(([name]) => name));
}

/** Names and ids by the folder of the result, where class.json knows more than the folder's name. */
async function studentsOf(results: string): Promise<ReadonlyMap<string, string>> {
  const entries = (await readClass(results))?.submissions ?? [];
  const named = entries.flatMap((entry) => ("folder" in entry && entry.id !== entry.folder ? [entry] : []));
  return new Map(named.map(({ folder, name, id }) => [folder, id === name ? name : `${name} (${id})`]));
}

/** Prints the rubric of the written part. */
export function printRubric(): Promise<number> {
  process.stdout.write(renderRubric(WRITTEN_QUESTIONS));
  return Promise.resolve(EXIT.done);
}

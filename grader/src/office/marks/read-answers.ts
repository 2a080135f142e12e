import { findAnswers, needsNoReview, type Answers } from "@robustness-lab/fixtures/hand-in";
import { stageSubmission } from "../../pipeline/submission/stage.ts";
import type { FoundResult } from "../class/results.ts";

/** Finds a submission by name. `folder`, empty or missing, is for unpacking it. */
export type FindSubmission = (
  name: string,
  folder: string,
) => Promise<{ readonly path: string } | { readonly problem: string }>;

/** Tests if a result has what was handed in for the written part. Results of older graders lack it. */
export function hasAnswers({ written, answers, documents }: FoundResult["result"]): boolean {
  return answers !== undefined || documents !== undefined || written.some(({ answer }) => answer !== undefined);
}

/** The answers in a result. */
export function answersIn(result: FoundResult["result"]): Answers {
  const texts = result.written.flatMap(({ id, answer }) => (answer === undefined ? [] : [[id, answer] as const]));
  const notes = result.warnings.filter(needsNoReview);
  return {
    texts: new Map(texts),
    ...(result.answers === undefined ? {} : { whole: result.answers }),
    notes: hasAnswers(result) ? notes : [...notes, "no answers were found"],
  };
}

/** Reads the answers of a graded submission. `folder`, empty or missing, receives the submission's files. */
export async function readAnswers(
  { name, result }: FoundResult,
  findSubmission: FindSubmission,
  { folder, ids }: { readonly folder: string; readonly ids: readonly string[] },
): Promise<Answers> {
  const found = await findSubmission(name, `${folder}/fetched`);
  if ("problem" in found) return without(found.problem);
  const staged = await stageSubmission(found.path, `${folder}/staged`);
  if (staged.status === "problem") return without(staged.message);
  const other = staged.sha256 === result.submission.sha256 ? [] : ["this is not the submission that was graded"];
  // A path in the folder for unpacking is gone when the notes are read.
  const where = found.path.startsWith(folder) ? "" : ` (in ${found.path})`;
  const told = staged.notes.filter(({ message }) => needsNoReview(message)).map(({ message }) => message + where);
  if (staged.answers === undefined) return without(...other, "there is no answers.md", ...told);
  const { notes, ...answers } = findAnswers(staged.answers, ids);
  return { ...answers, notes: [...other, ...told, ...notes] };
}

function without(...notes: readonly string[]): Answers {
  return { texts: new Map(), notes };
}

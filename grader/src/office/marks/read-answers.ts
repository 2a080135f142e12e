import { stageSubmission } from "../../pipeline/submission/stage.ts";
import { findAnswers, type Answers } from "./answers.ts";
import type { Markable } from "./combine.ts";

/** Where a submission's hand-in lies; the folder is empty or missing, for whatever has to be unpacked. */
export type FindHandIn = (
  name: string,
  folder: string,
) => Promise<{ readonly path: string } | { readonly problem: string }>;

/**
 * The answers of a graded submission.
 *
 * @param folder empty or missing; what was handed in is copied below it, by the allow-list of grading
 */
export async function readAnswers(
  markable: Markable,
  findHandIn: FindHandIn,
  { folder, ids }: { readonly folder: string; readonly ids: readonly string[] },
): Promise<Answers> {
  const found = await findHandIn(markable.name, `${folder}/fetched`);
  if ("problem" in found) return without(found.problem);
  const staged = await stageSubmission(found.path, `${folder}/staged`);
  if (staged.status === "problem") return without(staged.message);
  const other = staged.sha256 === markable.result.submission.sha256 ? [] : ["this is not the hand-in that was graded"];
  if (staged.answers === undefined) return without(...other, "there is no answers.md");
  const { texts, notes } = findAnswers(staged.answers, ids);
  return { texts, notes: [...other, ...notes] };
}

function without(...notes: readonly string[]): Answers {
  return { texts: new Map(), notes };
}

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { stageSubmission } from "../submission/stage.ts";
import { findAnswers, type Answers } from "./answers.ts";
import type { Markable } from "./combine.ts";

const EXTENSIONS = ["", ".zip", ".tar.gz", ".tgz", ".tar"];
const NOTHING: Answers = { texts: new Map(), notes: [] };

/**
 * The answers of a graded submission, from the folder that holds all that were handed in, by name, or from its own.
 *
 * @param folder empty or missing; what was handed in is copied there, by the allow-list of grading
 */
export async function readAnswers(markable: Markable, handedIn: string, folder: string, ids: readonly string[]) {
  const source = await sourceOf(markable.name, handedIn);
  if (source === undefined)
    return { ...NOTHING, notes: [`nothing called ${markable.name} lies where answers were looked for`] };
  const staged = await stageSubmission(source, folder);
  if (staged.status === "problem") return { ...NOTHING, notes: [staged.message] };
  const other = staged.sha256 === markable.result.submission.sha256 ? [] : ["this is not the hand-in that was graded"];
  if (staged.answers === undefined) return { ...NOTHING, notes: [...other, "there is no answers.md"] };
  const { texts, notes } = findAnswers(staged.answers, ids);
  return { texts, notes: [...other, ...notes] };
}

/** A folder with src in it, or an archive, is one hand-in; any other holds everybody's, and nobody gets another's answers. */
async function sourceOf(name: string, handedIn: string): Promise<string | undefined> {
  for (const extension of EXTENSIONS) {
    const path = join(handedIn, `${name}${extension}`);
    if (await exists(path)) return path;
  }
  const isFolder = await stat(handedIn).then((found) => found.isDirectory());
  return !isFolder || (await exists(join(handedIn, "src"))) ? handedIn : undefined;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

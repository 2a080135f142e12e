import type { SubmissionMarks } from "../../pipeline/score/mark.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { placeWords, quoted, type Mistake } from "./mistakes.ts";
import type { FileSubmission } from "./parse-marks.ts";

/** A graded submission that marks may be merged into. */
export interface Markable {
  /** Its key in a marks file: the name of the folder that holds its result. */
  readonly name: string;
  readonly directory: string;
  readonly result: Result;
}

/** Marks of several files by the name of the submission, and all mistakes that show only beside the results. */
export interface Combined {
  readonly marks: ReadonlyMap<string, SubmissionMarks>;
  readonly mistakes: readonly Mistake[];
}

const MAX_NAMES = 5;

/** Puts marks files together: several markers may share submissions, but not a question of one. */
export function combineMarks(files: readonly (readonly FileSubmission[])[], markables: readonly Markable[]): Combined {
  const given = files.flat();
  const mistakes = [...given.flatMap((submission) => mismatch(submission, markables)), ...markedTwice(given)];
  const names = [...new Set(given.map(({ name }) => name))];
  return { mistakes, marks: new Map(names.map((name) => [name, marksOf(name, given)])) };
}

function marksOf(name: string, given: readonly FileSubmission[]): SubmissionMarks {
  const questions = given.filter((each) => each.name === name).flatMap((each) => [...each.questions]);
  return new Map(questions.map(([id, { value }]) => [id, value]));
}

function mismatch({ name, place, sha256 }: FileSubmission, markables: readonly Markable[]): readonly Mistake[] {
  const markable = markables.find((each) => each.name === name);
  if (markable === undefined) {
    return [{ ...place, message: `unknown submission ${quoted(name)}: expected ${namesOf(markables)}` }];
  }
  const graded = markable.result.submission.sha256 ?? "none";
  if (sha256 === undefined || graded.startsWith(sha256.value)) return [];
  const message = `the result of ${quoted(name)} is of another hand-in (${graded.slice(0, 12)}): look whether the answers are the same, then change this line`;
  return [{ ...sha256.place, message }];
}

function markedTwice(given: readonly FileSubmission[]): readonly Mistake[] {
  const first = new Map<string, string>();
  return given.flatMap(({ name, questions }) => {
    return [...questions].flatMap(([id, { place }]) => {
      const key = JSON.stringify([name, id]);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, placeWords(place));
      return earlier === undefined
        ? []
        : [{ ...place, message: `${id} of ${quoted(name)} is marked in ${earlier} already` }];
    });
  });
}

function namesOf(markables: readonly Markable[]): string {
  const names = markables.slice(0, MAX_NAMES).map(({ name }) => quoted(name));
  const left = markables.length - names.length;
  return `${names.join(", ")}${left > 0 ? ` or one of ${left} more` : ""}`;
}

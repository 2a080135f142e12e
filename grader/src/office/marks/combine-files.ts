import type { SubmissionMarks } from "../../pipeline/score/add-marks.ts";
import type { FoundResult } from "../class/results.ts";
import { placeWords, quoted, type Mistake } from "./mistakes.ts";
import type { FileSubmission } from "./parse-marks.ts";

/** Marks of several files by the name of the submission, and the mistakes that only a comparison with the results shows. */
export interface Combined {
  readonly marks: ReadonlyMap<string, SubmissionMarks>;
  readonly mistakes: readonly Mistake[];
}

const MAX_NAMES = 5;

/** Combines marks files. Several markers may mark the same submission, but not the same question of it. */
export function combineMarks(files: readonly (readonly FileSubmission[])[], results: readonly FoundResult[]): Combined {
  const given = files.flat();
  const mistakes = [...given.flatMap((submission) => mismatch(submission, results)), ...markedTwice(given)];
  const names = [...new Set(given.map(({ name }) => name))];
  return { mistakes, marks: new Map(names.map((name) => [name, marksOf(name, given)])) };
}

function marksOf(name: string, given: readonly FileSubmission[]): SubmissionMarks {
  const questions = given.filter((each) => each.name === name).flatMap((each) => [...each.questions]);
  return new Map(questions.map(([id, { value }]) => [id, value]));
}

function mismatch({ name, place, sha256 }: FileSubmission, results: readonly FoundResult[]): readonly Mistake[] {
  const found = results.find((each) => each.name === name);
  if (found === undefined) {
    return [{ ...place, message: `unknown submission ${quoted(name)}: expected ${namesOf(results)}` }];
  }
  const graded = found.result.submission.sha256 ?? "none";
  if (sha256 === undefined || graded.startsWith(sha256.value)) return [];
  const message = `the result of ${quoted(name)} is for another submission (${graded.slice(0, 12)}): check that the answers are the same, then change this line`;
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
        : [{ ...place, message: `${id} of ${quoted(name)} is already marked in ${earlier}` }];
    });
  });
}

function namesOf(results: readonly FoundResult[]): string {
  const names = results.slice(0, MAX_NAMES).map(({ name }) => quoted(name));
  const left = results.length - names.length;
  return `${names.join(", ")}${left > 0 ? ` or one of ${left} more` : ""}`;
}

import type { SubmissionMarks } from "../../pipeline/score/add-marks.ts";
import type { FoundResult } from "../class/results.ts";
import { placeWords, quoted, type Mistake } from "../../shared/mistakes.ts";
import type { FileSubmission } from "./parse-marks.ts";

/** Marks of several files by the name of the submission, and the mistakes that only a comparison with the results shows. */
export interface Combined {
  /** Without those of `resubmitted`. */
  readonly marks: ReadonlyMap<string, SubmissionMarks>;
  readonly mistakes: readonly Mistake[];
  /** Submissions that were marked before the student handed in the graded one, by name, with the place in the file. */
  readonly resubmitted: ReadonlyMap<string, Mistake>;
}

const MAX_NAMES = 5;

/** Combines marks files. Several markers may mark the same submission, but not the same question of it. */
export function combineMarks(files: readonly (readonly FileSubmission[])[], results: readonly FoundResult[]): Combined {
  const given = files.flat();
  const resubmitted = new Map(given.flatMap((submission) => resubmission(submission, results)));
  const names = [...new Set(given.map(({ name }) => name))].filter((name) => !resubmitted.has(name));
  return {
    mistakes: [...given.flatMap((submission) => unknown(submission, results)), ...markedTwice(given)],
    marks: new Map(names.map((name) => [name, marksOf(name, given)])),
    resubmitted,
  };
}

function marksOf(name: string, given: readonly FileSubmission[]): SubmissionMarks {
  const questions = given.filter((each) => each.name === name).flatMap((each) => [...each.questions]);
  return new Map(questions.map(([id, { value }]) => [id, value]));
}

function unknown({ name, place }: FileSubmission, results: readonly FoundResult[]): readonly Mistake[] {
  if (results.some((each) => each.name === name)) return [];
  return [{ ...place, message: `unknown submission ${quoted(name)}: expected ${namesOf(results)}` }];
}

function resubmission(
  { name, sha256 }: FileSubmission,
  results: readonly FoundResult[],
): readonly (readonly [string, Mistake])[] {
  const found = results.find((each) => each.name === name);
  if (found === undefined || sha256 === undefined) return [];
  const graded = found.result.submission.sha256 ?? "none";
  if (graded.startsWith(sha256.value)) return [];
  const message = `the result of ${quoted(name)} is for another submission (${graded.slice(0, 12)}): check that the answers are the same, then change this line`;
  return [[name, { ...sha256.place, message }]];
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

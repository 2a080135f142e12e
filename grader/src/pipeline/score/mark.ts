import { totalOf, type Result, type WrittenResult } from "./result.ts";
import type { AskedQuestion, WrittenQuestion } from "./written.ts";

/** What a marker says of one answer. */
export interface QuestionMarks {
  /** Points by criterion; a criterion that is missing or null is not marked yet. */
  readonly points: ReadonlyMap<string, number | null>;
  /** To the student. */
  readonly comment?: string;
  readonly marker?: string;
}

/** What a marker says of one submission, by the id of the question. A question that is missing stays as it was. */
export type SubmissionMarks = ReadonlyMap<string, QuestionMarks>;

/** A question before anybody marked it. */
export function unmarked({ id, question, maxPoints }: AskedQuestion): WrittenResult {
  return { id, question, maxPoints, points: null };
}

/**
 * A result with marks on its written part; the automatic score stays as it is. Each marked question replaces what was
 * marked before, so doing it twice is doing it once. With `fresh` nothing is kept of earlier marks.
 */
export function markResult(
  result: Result,
  questions: readonly WrittenQuestion[],
  marks: SubmissionMarks,
  { fresh = false } = {},
): Result {
  const written = questions.map((question) => {
    const given = marks.get(question.id);
    if (given !== undefined) return markQuestion(question, given);
    const earlier = fresh ? undefined : result.written.find(({ id }) => id === question.id);
    return earlier ?? unmarked(question);
  });
  return { ...result, written };
}

function markQuestion(question: WrittenQuestion, { points, comment, marker }: QuestionMarks): WrittenResult {
  const criteria = question.criteria.map(({ id, title, points: maxPoints }) => {
    return { id, title, maxPoints, points: points.get(id) ?? null };
  });
  return {
    ...unmarked(question),
    points: totalOf(criteria),
    criteria,
    ...(comment === undefined ? {} : { comment }),
    ...(marker === undefined ? {} : { marker }),
  };
}

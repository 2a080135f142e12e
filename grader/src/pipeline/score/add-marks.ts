import { totalOf, type Result, type WrittenResult } from "./result.ts";
import type { AskedQuestion, WrittenQuestion } from "./written.ts";

/** One marker's marks for one answer. */
export interface QuestionMarks {
  /** Points by criterion, in halves; a criterion that is missing or null is not marked yet. */
  readonly points: ReadonlyMap<string, number | null>;
  /** For the student. */
  readonly comment?: string;
  readonly marker?: string;
}

/** Points added to the written part of a submission, or taken from it, beyond the criteria. */
export interface Adjustment {
  readonly points: number;
  /** For the student. */
  readonly reason: string;
}

/** The marks of one submission by question id. A missing question keeps its earlier marks. */
export type SubmissionMarks = ReadonlyMap<string, QuestionMarks>;

/** A question before marking, with its answer if that was found. */
export function unmarked(
  { id, question, maxPoints }: AskedQuestion,
  { answer }: Pick<WrittenResult, "answer"> = {},
): WrittenResult {
  return { id, question, maxPoints, points: null, ...(answer === undefined ? {} : { answer }) };
}

/**
 * Adds marks for the written part to a result; the automatic score is unchanged. Marks replace all earlier marks of the same
 * question, so the function is idempotent. With `fresh` all earlier marks are dropped.
 */
export function markResult(
  result: Result,
  questions: readonly WrittenQuestion[],
  marks: SubmissionMarks,
  { fresh = false } = {},
): Result {
  const written = questions.map((question) => {
    const given = marks.get(question.id);
    const earlier = result.written.find(({ id }) => id === question.id);
    if (given !== undefined) return markQuestion(question, given, earlier);
    return earlier === undefined || fresh ? unmarked(question, earlier) : earlier;
  });
  return { ...result, written };
}

function markQuestion(
  question: WrittenQuestion,
  { points, comment, marker }: QuestionMarks,
  earlier?: WrittenResult,
): WrittenResult {
  const criteria = question.criteria.map(({ id, title, points: maxPoints }) => {
    return { id, title, maxPoints, points: points.get(id) ?? null };
  });
  return {
    ...unmarked(question, earlier),
    points: totalOf(criteria),
    criteria,
    ...(comment === undefined ? {} : { comment }),
    ...(marker === undefined ? {} : { marker }),
  };
}

import { totalOf, type Adjustment, type Result, type WrittenResult } from "./result.ts";
import type { AskedQuestion, WrittenQuestion } from "./written.ts";

/** One marker's marks for one answer. */
export interface QuestionMarks {
  /** Points by criterion, in halves; a criterion that is missing or null is not marked yet. */
  readonly points: ReadonlyMap<string, number | null>;
  /** For the student. */
  readonly comment?: string;
  readonly marker?: string;
}

/** The marks of one submission by question id. A missing question keeps its earlier marks. */
export type SubmissionMarks = ReadonlyMap<string, QuestionMarks>;

/** What markers say of a submission as a whole. */
export interface Overall {
  readonly comment?: string;
  readonly adjustment?: Adjustment;
}

/** A question before marking, with its answer if that was found. */
export function unmarked(
  { id, question, maxPoints }: AskedQuestion,
  { answer }: Pick<WrittenResult, "answer"> = {},
): WrittenResult {
  return { id, question, maxPoints, points: null, ...(answer === undefined ? {} : { answer }) };
}

/**
 * Adds marks for the written part to a result; the automatic score is unchanged. Marks replace all earlier marks of the same
 * question, so the function is idempotent; so do an overall comment and an adjustment. With `fresh` all earlier ones are dropped.
 */
export function markResult(
  result: Result,
  questions: readonly WrittenQuestion[],
  marks: SubmissionMarks,
  { fresh = false, overall = {} }: { readonly fresh?: boolean; readonly overall?: Overall } = {},
): Result {
  const written = questions.map((question) => {
    const given = marks.get(question.id);
    const earlier = result.written.find(({ id }) => id === question.id);
    if (given !== undefined) return markQuestion(question, given, earlier);
    return earlier === undefined || fresh ? unmarked(question, earlier) : earlier;
  });
  const { comment, adjustment, ...rest } = result;
  return { ...rest, written, ...(fresh ? {} : toOverall(comment, adjustment)), ...overall };
}

function toOverall(comment: string | undefined, adjustment: Adjustment | undefined): Overall {
  return { ...(comment === undefined ? {} : { comment }), ...(adjustment === undefined ? {} : { adjustment }) };
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

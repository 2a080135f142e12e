import { groupBy } from "../../shared/group-by.ts";
import { rounded } from "./items.ts";
import type { MarkedAnswer, Row } from "./row.ts";
import { mean, standardDeviation } from "./statistics.ts";

/** The marks of a class in a written question. */
export interface QuestionSummary {
  readonly id: string;
  readonly title: string;
  readonly maxPoints: number;
  /** The number of submissions in which it is marked. */
  readonly n: number;
  readonly meanPoints: number | null;
  readonly standardDeviation: number | null;
  readonly criteria: readonly CriterionSummary[];
}

/** The marks of a class in a criterion. */
export interface CriterionSummary {
  readonly id: string;
  readonly title: string;
  readonly maxPoints: number;
  readonly n: number;
  /** The mean share of its points. */
  readonly meanShare: number | null;
}

/** Summaries of the written questions, in their order in the results. */
export function questionsOf(graded: readonly Row[]): readonly QuestionSummary[] {
  const answers = graded.flatMap(({ outcome }) => outcome?.answers ?? []);
  return [...groupBy(answers, ({ id }) => id).values()].flatMap(summaryOf);
}

function summaryOf(answers: readonly MarkedAnswer[]): readonly QuestionSummary[] {
  const points = answers.flatMap((each) => each.points ?? []);
  return answers.slice(0, 1).map(({ id, question, maxPoints }) => ({
    id,
    title: question,
    maxPoints,
    n: points.length,
    meanPoints: rounded(mean(points)),
    standardDeviation: rounded(standardDeviation(points)),
    criteria: criteriaOf(answers),
  }));
}

function criteriaOf(answers: readonly MarkedAnswer[]): readonly CriterionSummary[] {
  const all = answers.flatMap(({ criteria }) => criteria);
  return [...groupBy(all, ({ id }) => id).values()].flatMap((group) => {
    const shares = group.flatMap(({ points, maxPoints }) =>
      points === null ? [] : [points / Math.max(0.5, maxPoints)],
    );
    return group.slice(0, 1).map(({ id, title, maxPoints }) => {
      return { id, title, maxPoints, n: shares.length, meanShare: rounded(mean(shares)) };
    });
  });
}

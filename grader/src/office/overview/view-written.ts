import { visible } from "../../shared/escape.ts";
import type { ClassOverview } from "./class-overview.ts";
import { percentOf } from "./percent.ts";
import type { CriterionSummary, QuestionSummary } from "./written-items.ts";

/** A written question with its criteria. */
export interface QuestionView {
  readonly id: string;
  readonly title: string;
  readonly mean: string;
  readonly bar: string;
  /** How far the points spread, and how many answers are marked. */
  readonly spread: string;
  readonly criteria: readonly CriterionView[];
}

interface CriterionView {
  readonly id: string;
  readonly title: string;
  readonly share: string;
  readonly bar: string;
}

/** Prepares the written part; nothing before something is marked. */
export function questionViews({ questions, counts }: ClassOverview): readonly QuestionView[] {
  return questions.some(({ criteria }) => criteria.length > 0)
    ? questions.map((each) => view(each, counts.graded))
    : [];
}

function view(question: QuestionSummary, graded: number): QuestionView {
  const { id, title, n, meanPoints, standardDeviation, maxPoints, criteria } = question;
  const spread = standardDeviation === null ? "" : `±${standardDeviation.toFixed(1)}, `;
  return {
    id: visible(id),
    title: visible(title),
    mean: `${meanPoints === null ? "–" : meanPoints.toFixed(1)} / ${maxPoints}`,
    bar: `${percentOf(meanPoints, maxPoints).toFixed(1)}%`,
    spread: `${spread}${n} of ${graded} marked`,
    criteria: criteria.map(criterionView),
  };
}

function criterionView({ id, title, meanShare }: CriterionSummary): CriterionView {
  return {
    id: visible(id),
    title: visible(title),
    share: meanShare === null ? "–" : `${Math.round(100 * meanShare)} %`,
    bar: `${percentOf(meanShare, 1).toFixed(1)}%`,
  };
}

/** The part of a written question that is in a result. */
export interface AskedQuestion {
  readonly id: string;
  readonly question: string;
  readonly maxPoints: number;
}

/** One question of the written part, with its marking guide. The guide never reaches students. */
export interface WrittenQuestion extends AskedQuestion {
  readonly criteria: readonly Criterion[];
  readonly wrongAnswers: readonly WrongAnswer[];
}

/** One criterion of the marking guide. */
export interface Criterion {
  /** Unique within its question, in kebab case. */
  readonly id: string;
  /** Students read it in their marked report, so it must not answer the question. */
  readonly title: string;
  readonly points: number;
  /** What earns the points; for markers only. */
  readonly lookFor: string;
}

/** A typical wrong answer. It earns the points of all criteria that it does not miss. */
export interface WrongAnswer {
  readonly answer: string;
  /** Ids of criteria that it fails. */
  readonly misses: readonly string[];
  readonly why: string;
}

/** The points of a wrong answer that meets all other criteria. */
export function pointsOf({ criteria }: WrittenQuestion, { misses }: WrongAnswer): number {
  return criteria.filter(({ id }) => !misses.includes(id)).reduce((sum, { points }) => sum + points, 0);
}

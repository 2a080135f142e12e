/** What a result has to know of a written question. */
export interface AskedQuestion {
  readonly id: string;
  readonly question: string;
  readonly maxPoints: number;
}

/** One question of the written part, with all that a teaching assistant needs to mark it. Nothing of it reaches students. */
export interface WrittenQuestion extends AskedQuestion {
  readonly criteria: readonly Criterion[];
  readonly wrongAnswers: readonly WrongAnswer[];
}

/** One thing that an answer has to hold. */
export interface Criterion {
  /** Unique within its question, in kebab case. */
  readonly id: string;
  /** Names the thing and does not answer the question: students read it in their marked report. */
  readonly title: string;
  readonly points: number;
  /** What earns the points. For markers only. */
  readonly lookFor: string;
}

/** An answer that markers will meet. It gets the points of the criteria that it does not miss. */
export interface WrongAnswer {
  readonly answer: string;
  /** Ids of criteria. */
  readonly misses: readonly string[];
  readonly why: string;
}

/** The points of a wrong answer that is right in everything else. */
export function pointsOf({ criteria }: WrittenQuestion, { misses }: WrongAnswer): number {
  return criteria.filter(({ id }) => !misses.includes(id)).reduce((sum, { points }) => sum + points, 0);
}

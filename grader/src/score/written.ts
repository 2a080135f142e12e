/** One question of the written part, which a teaching assistant marks. */
export interface WrittenQuestion {
  readonly id: string;
  readonly question: string;
  readonly maxPoints: number;
}

/** The written part of the sheet: 20 points beside the automatic 100. */
export const WRITTEN_QUESTIONS: readonly WrittenQuestion[] = [
  { id: "W1", question: "The closed form of the inner maximum, by Cauchy-Schwarz", maxPoints: 4 },
  { id: "W2", question: "The robust hinge loss versus the soft-margin SVM", maxPoints: 4 },
  { id: "W3", question: "The l_inf maximiser, and when it is FGSM", maxPoints: 4 },
  { id: "W4", question: "Reading curves of accuracy versus epsilon", maxPoints: 4 },
  { id: "W5", question: "FGSM versus PGD, and what adversarial training guarantees", maxPoints: 4 },
];

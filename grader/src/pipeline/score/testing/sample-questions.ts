import type { WrittenQuestion } from "../written/question.ts";

/** Written questions for tests, so that they do not depend on those of course.yaml. Each criterion is worth a point. */
export const SAMPLE_QUESTIONS: readonly WrittenQuestion[] = [
  question("W1", "The closed form of the inner maximum, by Cauchy-Schwarz", {
    bound: "No point of the ball has a larger loss",
    attained: "The maximum is attained, and when the inequality is an equality",
    "zero-weights": "What happens for w = 0",
    property: "The property of the loss, and why the proof fails for a network",
  }),
  question("W2", "The robust hinge loss versus the soft-margin SVM", {
    penalty: "In what the bound and the SVM differ",
    tight: "For which points the bound is tight",
    slack: "How large the slack is at the others",
    better: "Why minimise the robust hinge itself once margins are large",
  }),
  question("W3", "The l_inf maximiser, and when it is FGSM", {
    maximiser: "The maximiser, derived, and the norm in the maximum",
    coincides: "When FGSM returns it",
    stuck: "A loss and a point where FGSM does not move",
    "one-step": "Why one step is enough for linear models, and not for networks",
  }),
  question("W4", "Reading curves of accuracy versus epsilon", {
    linear: "Why logistic regression falls first and so fast",
    cost: "What adversarial training costs, and where it pays",
    "no-proof": "What a high accuracy under FGSM proves",
    measure: "What to measure in addition",
  }),
  question("W5", "FGSM versus PGD, and what adversarial training guarantees", {
    stronger: "Why several steps are stronger than one",
    parts: "What the projection and the random start are for",
    masking: "What gradient masking is, and its signs",
    promise: "What adversarial training promises, and what not",
  }),
];

function question(id: string, asked: string, titles: Readonly<Record<string, string>>): WrittenQuestion {
  const criteria = Object.entries(titles).map(([id, title]) => ({ id, title, points: 1, lookFor: `${title}.` }));
  return { id, question: asked, maxPoints: criteria.length, criteria, wrongAnswers: [] };
}

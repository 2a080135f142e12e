import type { WrittenQuestion } from "./question.ts";

/** The robust hinge loss, its bound, and the SVM. */
export const W2: WrittenQuestion = {
  id: "W2",
  question: "The robust hinge loss versus the soft-margin SVM",
  maxPoints: 4,
  criteria: [
    {
      id: "penalty",
      title: "In what the bound and the SVM differ",
      points: 1,
      lookFor:
        "The bound has ε||w||_2, the SVM λ||w||_2^2: not squared against squared. That ε is the adversary's radius, given in " +
        "units of x, and λ free to tune, is a bonus thought and not required.",
    },
    {
      id: "tight",
      title: "For which points the bound is tight",
      points: 1,
      lookFor: "Where m <= 1, that is, where the clean hinge is not yet flat. (And everywhere if ε||w||_2 = 0.)",
    },
    {
      id: "slack",
      title: "How large the slack is at the others",
      points: 1,
      lookFor:
        "For m > 1 it is min(ε||w||_2, m - 1): it grows with the margin and stays at ε||w||_2 from m = 1 + ε||w||_2 on. Both " +
        "parts of the minimum. In one formula: min(ε||w||_2, max(0, m - 1)).",
    },
    {
      id: "better",
      title: "Why minimise the robust hinge itself once margins are large",
      points: 1,
      lookFor:
        "A point with m >= 1 + ε||w||_2 is out of the adversary's reach: its robust hinge and the gradient of it are 0. The " +
        "bound charges ε||w||_2 for it all the same and goes on shrinking w, at the expense of points that are in reach.",
    },
  ],
  wrongAnswers: [
    {
      answer: "Robust training with the hinge loss is the soft-margin SVM, with λ = ε.",
      misses: ["penalty"],
      why: "The norm is squared in one only, and the robust hinge has it inside of the maximum with 0.",
    },
    {
      answer: "The bound is tight where the point is classified correctly (m > 0), or at support vectors only.",
      misses: ["tight"],
      why: "Tight for all m <= 1, misclassified points included.",
    },
    {
      answer: "The slack is ε||w||_2 wherever m > 1.",
      misses: ["slack"],
      why: "Between 1 and 1 + ε||w||_2 it is m - 1 only.",
    },
    {
      answer: "The robust hinge is better because it is smaller, or because it is exact.",
      misses: ["better"],
      why: "Which points make the difference, and what it does to w, is the question.",
    },
  ],
};

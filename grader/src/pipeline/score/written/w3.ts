import type { WrittenQuestion } from "./question.ts";

/** The l_inf adversary of a linear model, and FGSM. */
export const W3: WrittenQuestion = {
  id: "W3",
  question: "The l_inf maximiser, and when it is FGSM",
  maxPoints: 4,
  criteria: [
    {
      id: "maximiser",
      title: "The maximiser, derived, and the norm in the maximum",
      points: 1,
      lookFor:
        "Coordinate by coordinate (or by Hölder): y w_j δ_j >= -ε|w_j|, with equality for δ_j = -y ε sign(w_j); hence " +
        "x̂ = x - y ε sign(w) and l(m - ε||w||_1). The l1 norm, dual to l_inf, is named.",
    },
    {
      id: "coincides",
      title: "When FGSM returns it",
      points: 1,
      lookFor:
        "The gradient is l'(m) y w by the chain rule, and l' <= 0. Where l'(m) < 0 its sign is -y sign(w): FGSM is the " +
        "maximiser. Coordinates with w_j = 0 do not matter. The sign of l' has to be argued.",
    },
    {
      id: "stuck",
      title: "A loss and a point where FGSM does not move",
      points: 1,
      lookFor:
        "The hinge (or another flat part) at a margin above 1: l'(m) = 0, the gradient is 0, FGSM stays. With " +
        "1 < m < 1 + ε||w||_1 the adversary still raises the loss to 1 - m + ε||w||_1 > 0. The upper end is needed.",
    },
    {
      id: "one-step",
      title: "Why one step is enough for linear models, and not for networks",
      points: 1,
      lookFor:
        "The direction of the gradient is the same all over the ball, so the first-order step is exact. A network's gradient " +
        "changes within the ball: its sign at x says nothing about the far corner.",
    },
  ],
  wrongAnswers: [
    {
      answer: "The maximum is l(m - ε||w||_inf), or l(m - ε||w||_2).",
      misses: ["maximiser"],
      why: "The norm of w is the dual of the one that bounds δ: l1.",
    },
    {
      answer: "FGSM moves along +y sign(w), because the gradient is y w.",
      misses: ["coincides"],
      why: "l' is negative, which turns the sign. This step raises the margin.",
    },
    {
      answer: "FGSM does not move for the hinge loss when m > 1; no upper end of the margin is given.",
      misses: ["stuck"],
      why: "Beyond 1 + ε||w||_1 the adversary cannot do harm either.",
    },
    {
      answer: "FGSM does not move where w = 0.",
      misses: ["stuck"],
      why: "There nobody can do harm: the margin is 0 everywhere.",
    },
  ],
};

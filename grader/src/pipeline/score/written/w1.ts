import type { WrittenQuestion } from "./question.ts";

/** The closed form of the inner maximum in l2. */
export const W1: WrittenQuestion = {
  id: "W1",
  question: "The closed form of the inner maximum, by Cauchy-Schwarz",
  maxPoints: 4,
  criteria: [
    {
      id: "bound",
      title: "No point of the ball has a larger loss",
      points: 1,
      lookFor:
        "With x̂ = x + δ the margin is m + y w·δ >= m - ||w||_2 ||δ||_2 >= m - ε||w||_2, by Cauchy-Schwarz (named), and the " +
        "loss is at most l(m - ε||w||_2) because l decreases. Both steps, for every δ of the ball.",
    },
    {
      id: "attained",
      title: "The maximum is attained, and when the inequality is an equality",
      points: 1,
      lookFor:
        "x̂ = x - y ε w/||w||_2 lies in the ball (its distance is ε) and has the margin m - ε||w||_2. Equality in " +
        "Cauchy-Schwarz holds exactly for parallel vectors; here δ points against y w and has full length.",
    },
    {
      id: "zero-weights",
      title: "What happens for w = 0",
      points: 1,
      lookFor:
        "The margin is 0 wherever the point moves, so every point of the ball is a maximiser, x itself for one, and the " +
        "maximum is l(0). The formula of the maximum still holds; that of the maximiser divides 0 by 0.",
    },
    {
      id: "property",
      title: "The property of the loss, and why the proof fails for a network",
      points: 1,
      lookFor:
        "Only that l does not increase; neither convexity nor smoothness. For a network the margin is not linear in x̂: no " +
        "one direction is worst over the whole ball, and no norm of the weights bounds it with equality.",
    },
  ],
  wrongAnswers: [
    {
      answer: "Moves along the gradient of the loss and says that this is the steepest direction, so the best one.",
      misses: ["bound"],
      why: "Steepest at x says nothing about other points of the ball; that is the inequality's part.",
    },
    {
      answer: "Shows the bound and calls it the maximum, without a point that reaches it.",
      misses: ["attained"],
      why: "An upper bound need not be attained.",
    },
    {
      answer: "Says that for w = 0 there is no maximiser, or that the maximum is 0.",
      misses: ["zero-weights"],
      why: "All points are maximisers, and the maximum is l(0): 1 for the hinge, log 2 for the logistic loss.",
    },
    {
      answer: "Needs l to be convex, or differentiable; a network fails because its loss is not convex.",
      misses: ["property"],
      why: "Convexity is used nowhere. What fails is the linearity of the margin in x̂.",
    },
  ],
};

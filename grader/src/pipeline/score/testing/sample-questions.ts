import type { WrittenQuestion } from "../written/question.ts";

/* Data, so longer than 250 lines. */

/** Written questions for tests, so that they do not depend on those of course.yaml. */
export const SAMPLE_QUESTIONS: readonly WrittenQuestion[] = [
  {
    id: "W1",
    question: "The closed form of the inner maximum, by Cauchy-Schwarz",
    maxPoints: 4,
    criteria: [
      {
        id: "bound",
        title: "No point of the ball has a larger loss",
        points: 1,
        lookFor:
          "With x̂ = x + δ the margin is m + y w·δ >= m - ||w||_2 ||δ||_2 >= m - ε||w||_2, by Cauchy-Schwarz (named), and the loss is at most l(m - ε||w||_2) because l decreases. Both steps, for every δ of the ball.",
      },
      {
        id: "attained",
        title: "The maximum is attained, and when the inequality is an equality",
        points: 1,
        lookFor:
          "x̂ = x - y ε w/||w||_2 lies in the ball (its distance is ε) and has the margin m - ε||w||_2. Equality in Cauchy-Schwarz holds exactly for parallel vectors; here δ points against y w and has full length.",
      },
      {
        id: "zero-weights",
        title: "What happens for w = 0",
        points: 1,
        lookFor:
          "The margin is 0 wherever the point moves, so every point of the ball is a maximiser, x itself for one, and the maximum is l(0). The formula of the maximum still holds; that of the maximiser divides 0 by 0.",
      },
      {
        id: "property",
        title: "The property of the loss, and why the proof fails for a network",
        points: 1,
        lookFor:
          "Only that l does not increase; neither convexity nor smoothness. For a network the margin is not linear in x̂: no one direction is worst over the whole ball, and no norm of the weights bounds it with equality.",
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
  },
  {
    id: "W2",
    question: "The robust hinge loss versus the soft-margin SVM",
    maxPoints: 4,
    criteria: [
      {
        id: "penalty",
        title: "In what the bound and the SVM differ",
        points: 1,
        lookFor:
          "The bound has ε||w||_2, the SVM λ||w||_2^2: not squared against squared. That ε is the adversary's radius, given in units of x, and λ free to tune, is a bonus thought and not required.",
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
          "For m > 1 it is min(ε||w||_2, m - 1): it grows with the margin and stays at ε||w||_2 from m = 1 + ε||w||_2 on. Both parts of the minimum. In one formula: min(ε||w||_2, max(0, m - 1)).",
      },
      {
        id: "better",
        title: "Why minimise the robust hinge itself once margins are large",
        points: 1,
        lookFor:
          "A point with m >= 1 + ε||w||_2 is out of the adversary's reach: its robust hinge and the gradient of it are 0. The bound charges ε||w||_2 for it all the same and goes on shrinking w, at the expense of points that are in reach.",
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
  },
  {
    id: "W3",
    question: "The l_inf maximiser, and when it is FGSM",
    maxPoints: 4,
    criteria: [
      {
        id: "maximiser",
        title: "The maximiser, derived, and the norm in the maximum",
        points: 1,
        lookFor:
          "Coordinate by coordinate (or by Hölder): y w_j δ_j >= -ε|w_j|, with equality for δ_j = -y ε sign(w_j); hence x̂ = x - y ε sign(w) and l(m - ε||w||_1). The l1 norm, dual to l_inf, is named.",
      },
      {
        id: "coincides",
        title: "When FGSM returns it",
        points: 1,
        lookFor:
          "The gradient is l'(m) y w by the chain rule, and l' <= 0. Where l'(m) < 0 its sign is -y sign(w): FGSM is the maximiser. Coordinates with w_j = 0 do not matter. The sign of l' has to be argued.",
      },
      {
        id: "stuck",
        title: "A loss and a point where FGSM does not move",
        points: 1,
        lookFor:
          "The hinge (or another flat part) at a margin above 1: l'(m) = 0, the gradient is 0, FGSM stays. With 1 < m < 1 + ε||w||_1 the adversary still raises the loss to 1 - m + ε||w||_1 > 0. The upper end is needed.",
      },
      {
        id: "one-step",
        title: "Why one step is enough for linear models, and not for networks",
        points: 1,
        lookFor:
          "The direction of the gradient is the same all over the ball, so the first-order step is exact. A network's gradient changes within the ball: its sign at x says nothing about the far corner.",
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
  },
  {
    id: "W4",
    question: "Reading curves of accuracy versus epsilon",
    maxPoints: 4,
    criteria: [
      {
        id: "linear",
        title: "Why logistic regression falls first and so fast",
        points: 1,
        lookFor:
          "Accuracy at 0 counts signs of margins, not their size. In a linear model the small moves of all 784 pixels add up: two logits can come closer by ε||w_i - w_j||_1, which grows with the number of pixels. Or: its margins are small for its weights, and FGSM is exact for it, or nearly, but only an approximation for LeNet.",
      },
      {
        id: "cost",
        title: "What adversarial training costs, and where it pays",
        points: 1,
        lookFor:
          "It costs .007 at epsilon 0 (.972 to .965) and about twice the time of training. It pays from small epsilons on, most at large ones: .172 to .746 at .25. Numbers of the table, on both sides.",
      },
      {
        id: "no-proof",
        title: "What a high accuracy under FGSM proves",
        points: 1,
        lookFor:
          "Nothing about other attacks: accuracy under one attack bounds the robust accuracy from above. One sentence on how FGSM can fail where another succeeds: a curved loss, label leaking, masked gradients.",
      },
      {
        id: "measure",
        title: "What to measure in addition",
        points: 1,
        lookFor:
          "At least two of: PGD with many steps and restarts; attacks that use no gradient, or another network's (transfer); other norms; epsilons up to where accuracy must fall to nothing; certified bounds; several seeds.",
      },
    ],
    wrongAnswers: [
      {
        answer: "Logistic regression falls because it is less accurate, or because it underfits.",
        misses: ["linear"],
        why: "It is .059 worse at epsilon 0 and .638 worse at .1.",
      },
      {
        answer: "Adversarial training costs nothing; the curve is higher everywhere.",
        misses: ["cost"],
        why: "At epsilon 0 it is lower, and every step of training has an attack to compute.",
      },
      {
        answer: "The network holds up to epsilon .25, since that is what it was trained with.",
        misses: ["no-proof"],
        why: "Under FGSM. Stronger attacks were not tried.",
      },
      {
        answer: "One should also test on more images, or with more epsilons between 0 and .3.",
        misses: ["measure"],
        why: "That is the same attack once more.",
      },
    ],
  },
  {
    id: "W5",
    question: "FGSM versus PGD, and what adversarial training guarantees",
    maxPoints: 4,
    criteria: [
      {
        id: "stronger",
        title: "Why several steps are stronger than one",
        points: 1,
        lookFor:
          "FGSM trusts the gradient at x over the whole radius. PGD takes small steps and looks at the gradient anew where it is, so it follows a curved loss and reaches points inside of the ball that FGSM never visits.",
      },
      {
        id: "parts",
        title: "What the projection and the random start are for",
        points: 1,
        lookFor:
          "Projection: steps add up to more than ε; it keeps the iterate in the ball around the clean image (and pixels in the box), so that attacks are compared at one ε. Random start: leaves a point where the gradient is 0 or misleads, and restarts end in other maxima. Both.",
      },
      {
        id: "masking",
        title: "What gradient masking is, and its signs",
        points: 1,
        lookFor:
          "The gradient is made useless (zero, noisy, not finite, pointing elsewhere) although adversarial examples exist. At least two signs: FGSM beats PGD; transferred or gradient-free attacks, or random search, beat gradients; accuracy does not fall to nothing at huge ε; gradients are 0 or not finite.",
      },
      {
        id: "promise",
        title: "What adversarial training promises, and what not",
        points: 1,
        lookFor:
          "A small loss at the points that its attack finds around training images: evidence, no proof, even for the same norm and ε, where a stronger attack may find more. Nothing for another norm or a larger ε, though some may carry over.",
      },
    ],
    wrongAnswers: [
      {
        answer: "PGD is stronger because it moves further: its steps add up.",
        misses: ["stronger"],
        why: "Both may move by ε. What counts is where they end.",
      },
      {
        answer: "The projection keeps pixels in [0, 1]; the random start makes the attack less predictable.",
        misses: ["parts"],
        why: "The ball is missing, and unpredictability is not what a maximisation needs.",
      },
      {
        answer: "Gradient masking is when the attacker cannot see the gradient; then the network is robust.",
        misses: ["masking"],
        why: "It hides adversarial examples from one search and removes none.",
      },
      {
        answer: "After training with ε = .25 the network is guaranteed to hold against all attacks up to .25.",
        misses: ["promise"],
        why: "Against those that its attack found on training images. A guarantee needs a certificate.",
      },
    ],
  },
];

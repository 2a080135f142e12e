import type { WrittenQuestion } from "./question.ts";

/** The curves of accuracy over epsilon. */
export const W4: WrittenQuestion = {
  id: "W4",
  question: "Reading curves of accuracy versus epsilon",
  maxPoints: 4,
  criteria: [
    {
      id: "linear",
      title: "Why logistic regression falls first and so fast",
      points: 1,
      lookFor:
        "Accuracy at 0 counts signs of margins, not their size. In a linear model the small moves of all 784 pixels add up: " +
        "two logits can come closer by ε||w_i - w_j||_1, which grows with the number of pixels. Or: its margins are small for " +
        "its weights, and FGSM is exact for it, or nearly, but only an approximation for LeNet.",
    },
    {
      id: "cost",
      title: "What adversarial training costs, and where it pays",
      points: 1,
      lookFor:
        "It costs .007 at epsilon 0 (.972 to .965) and about twice the time of training. It pays from small epsilons on, most " +
        "at large ones: .172 to .746 at .25. Numbers of the table, on both sides.",
    },
    {
      id: "no-proof",
      title: "What a high accuracy under FGSM proves",
      points: 1,
      lookFor:
        "Nothing about other attacks: accuracy under one attack bounds the robust accuracy from above. One sentence on how " +
        "FGSM can fail where another succeeds: a curved loss, label leaking, masked gradients.",
    },
    {
      id: "measure",
      title: "What to measure in addition",
      points: 1,
      lookFor:
        "At least two of: PGD with many steps and restarts; attacks that use no gradient, or another network's (transfer); " +
        "other norms; epsilons up to where accuracy must fall to nothing; certified bounds; several seeds.",
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
};

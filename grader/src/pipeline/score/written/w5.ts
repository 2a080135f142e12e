import type { WrittenQuestion } from "./question.ts";

/** FGSM against PGD, and what a defence guarantees. */
export const W5: WrittenQuestion = {
  id: "W5",
  question: "FGSM versus PGD, and what adversarial training guarantees",
  maxPoints: 4,
  criteria: [
    {
      id: "stronger",
      title: "Why several steps are stronger than one",
      points: 1,
      lookFor:
        "FGSM trusts the gradient at x over the whole radius. PGD takes small steps and looks at the gradient anew where it " +
        "is, so it follows a curved loss and reaches points inside of the ball that FGSM never visits.",
    },
    {
      id: "parts",
      title: "What the projection and the random start are for",
      points: 1,
      lookFor:
        "Projection: steps add up to more than ε; it keeps the iterate in the ball around the clean image (and pixels in the " +
        "box), so that attacks are compared at one ε. Random start: leaves a point where the gradient is 0 or misleads, and " +
        "restarts end in other maxima. Both.",
    },
    {
      id: "masking",
      title: "What gradient masking is, and its signs",
      points: 1,
      lookFor:
        "The gradient is made useless (zero, noisy, not finite, pointing elsewhere) although adversarial examples exist. At " +
        "least two signs: FGSM beats PGD; transferred or gradient-free attacks, or random search, beat gradients; accuracy " +
        "does not fall to nothing at huge ε; gradients are 0 or not finite.",
    },
    {
      id: "promise",
      title: "What adversarial training promises, and what not",
      points: 1,
      lookFor:
        "A small loss at the points that its attack finds around training images: evidence, no proof, even for the same norm " +
        "and ε, where a stronger attack may find more. Nothing for another norm or a larger ε, though some may carry over.",
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
};

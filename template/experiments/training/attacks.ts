import {
  deriveSeed,
  type Attack,
  type Network,
  type Projection,
  type Start,
  type Step,
} from "@robustness-lab/fixtures";
import type { Functions } from "./functions.ts";
import type { TrainingAttack } from "./recipe.ts";

/** The steps of PGD in training add up to REACH * epsilon, as in Madry et al. (2018). */
const REACH = 2.5;

/** Your FGSM on your cross-entropy. */
export function fgsmAttack(functions: Functions, epsilon: number): Attack {
  const { fgsm, crossEntropy } = functions;
  return (classifier, { images, labels }) => fgsm({ classifier, loss: crossEntropy, images, labels, epsilon });
}

/** A PGD attack in l_inf. */
export interface PgdSettings {
  readonly epsilon: number;
  readonly steps: number;
  /** The length of a step. */
  readonly alpha: number;
}

/** Your PGD in l_inf on your cross-entropy, from a random start. */
export function pgdAttack(functions: Functions, { epsilon, steps, alpha }: PgdSettings): Attack {
  const { pgd, crossEntropy, randomStartLinf, stepLinf, projectLinf } = functions;
  const start: Start = (clean, startSeed) => randomStartLinf(clean, epsilon, startSeed);
  const step: Step = (gradient) => stepLinf(gradient, alpha);
  const project: Projection = (candidate, clean) => projectLinf(candidate, clean, epsilon);
  const parts = { loss: crossEntropy, steps, start, step, project };
  return (classifier, { images, labels, seed }) => pgd({ ...parts, classifier, images, labels, seed });
}

/** The attack on training batches; undefined for ordinary training. */
export function trainingAttack(functions: Functions, attack: TrainingAttack, network: Network): Attack | undefined {
  switch (attack.kind) {
    case "none":
      return undefined;
    case "fgsm":
      return underDropout(fgsmAttack(functions, attack.epsilon), network);
    case "pgd":
      return pgdAttack(functions, { ...attack, alpha: (REACH * attack.epsilon) / attack.steps });
  }
}

/**
 * An attack on the training network with dropout, as in the published training. Without dropout FGSM always moves an image in
 * the same way, and the network learns to read the label from the perturbation: accurate under FGSM, near 0 under PGD (label
 * leaking; Kurakin, Goodfellow and Bengio, 2017, section 4.4).
 */
function underDropout(attack: Attack, network: Network): Attack {
  return (_, batch) => attack((images) => network.classifyTraining(images, deriveSeed(batch.seed, "attack")), batch);
}

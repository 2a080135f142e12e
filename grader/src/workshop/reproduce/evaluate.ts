import { batchesOf, deriveSeed, type Attack, type Classifier, type Dataset } from "@robustness-lab/fixtures";
import {
  accuracy,
  accuracyCurve,
  crossEntropy,
  pgd,
  projectLinf,
  randomStartLinf,
  robustAccuracy,
  stepLinf,
} from "@robustness-lab/solution";

/** PGD as in the literature on MNIST: 40 steps of 0.01 in l_inf. */
export const PGD = { steps: 40, alpha: 0.01 } as const;

export interface CurveContext {
  readonly classifier: Classifier;
  readonly dataset: Dataset;
  readonly batchSize: number;
  /** Random starts derive from it. */
  readonly seed: number;
  readonly attackAt: (epsilon: number) => Attack;
  readonly epsilons: readonly number[];
  /** Called after each epsilon with the accuracy under it. */
  readonly onEpsilon: (accuracy: number) => void;
}

export interface CurvePoint {
  readonly epsilon: number;
  /** 0 to 1 */
  readonly accuracy: number;
}

/** Measures accuracy under attack at each epsilon. */
export function measureCurve(context: CurveContext): readonly CurvePoint[] {
  const { classifier, dataset, batchSize, seed, attackAt, epsilons, onEpsilon } = context;
  const evaluate = (attack: Attack): number => {
    const batches = batchesOf(dataset, { batchSize, seed: deriveSeed(seed, "evaluation") });
    const measured = robustAccuracy({ classifier, attack, batches, accuracy });
    onEpsilon(measured);
    return measured;
  };
  const accuracies = accuracyCurve({ attackAt, epsilons, evaluate });
  return epsilons.map((epsilon, index) => ({ epsilon, accuracy: accuracies[index] ?? NaN }));
}

/** The l_inf PGD attack of a radius: random start, projection onto the ball, clipping to the box. */
export function pgdAttack(epsilon: number): Attack {
  return (classifier, { images, labels, seed }) =>
    pgd({
      classifier,
      loss: crossEntropy,
      images,
      labels,
      seed,
      steps: PGD.steps,
      start: (clean, startSeed) => randomStartLinf(clean, epsilon, startSeed),
      step: (gradient) => stepLinf(gradient, PGD.alpha),
      project: (candidate, clean) => projectLinf(candidate, clean, epsilon),
    });
}

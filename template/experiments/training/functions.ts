import type { Scalar, Tensor1D, Tensor2D, Tensor4D } from "@tensorflow/tfjs-core";
import type {
  Attack,
  Batch,
  Classifier,
  LenetParameters,
  LogisticRegressionParameters,
  Loss,
  Projection,
  Start,
  Step,
  Training,
} from "@robustness-lab/fixtures";

/** The functions under src/ that an experiment calls, with the signatures of the sheet. */
export interface Functions {
  readonly accuracy: (logits: Tensor2D, labels: Tensor1D) => number;
  readonly crossEntropy: (logits: Tensor2D, labels: Tensor1D) => Scalar;
  readonly logisticRegression: (parameters: LogisticRegressionParameters, images: Tensor4D) => Tensor2D;
  readonly lenet: (parameters: LenetParameters, images: Tensor4D, dropoutSeed?: number) => Tensor2D;
  readonly train: (training: Training) => readonly number[];
  readonly fgsm: (problem: GradientProblem & { readonly epsilon: number }) => Tensor4D;
  readonly robustAccuracy: (evaluation: {
    readonly classifier: Classifier;
    readonly attack: Attack;
    readonly batches: Iterable<Batch>;
    readonly accuracy: Functions["accuracy"];
  }) => number;
  readonly accuracyCurve: (problem: {
    readonly attackAt: (epsilon: number) => Attack;
    readonly epsilons: readonly number[];
    readonly evaluate: (attack: Attack) => number;
  }) => readonly number[];
  readonly adversarialExamples: (problem: {
    readonly classifier: Classifier;
    readonly attack: Attack;
    readonly batch: Batch;
    readonly count: number;
  }) => Gallery;
  readonly projectLinf: (candidate: Tensor4D, images: Tensor4D, epsilon: number) => Tensor4D;
  readonly randomStartLinf: (images: Tensor4D, epsilon: number, seed: number) => Tensor4D;
  readonly stepLinf: (gradient: Tensor4D, alpha: number) => Tensor4D;
  readonly pgd: (
    problem: GradientProblem & {
      readonly steps: number;
      readonly seed: number;
      readonly start: Start;
      readonly step: Step;
      readonly project: Projection;
    },
  ) => Tensor4D;
  readonly adversarialTrain: (training: Training & { readonly attack: Attack }) => readonly number[];
}

interface GradientProblem {
  readonly classifier: Classifier;
  readonly loss: Loss;
  readonly images: Tensor4D;
  readonly labels: Tensor1D;
}

interface Gallery {
  readonly indices: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly images: Tensor4D;
}

/** The exercise that an error waits for, as in "2.4 fgsm"; undefined if the error is not that of a stub. */
export function stubOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== "NotImplementedError") return undefined;
  return /Exercise (\S+ \w+)/.exec(error.message)?.[1] ?? error.message;
}

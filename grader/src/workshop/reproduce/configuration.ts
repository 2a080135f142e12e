import { createHash } from "node:crypto";
import type { ModelName } from "@robustness-lab/fixtures/weights";

/** Everything that determines the trained weights of a model: equal configurations give equal weights. */
export interface TrainingConfiguration {
  readonly model: ModelName;
  readonly seed: number;
  readonly engine: string;
  /** The number of training images, from the start of the set. */
  readonly trainImages: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** The published models were trained with PyTorch's default of 1e-8; that of tfjs is 1e-7. */
  readonly adamEpsilon: number;
  /** The l_inf radius of the training examples, or null for ordinary training. */
  readonly trainingEpsilon: number | null;
}

/** The published recipe: Adam 1e-3, batches of 1000, 10 epochs. */
export const RECIPE = { epochs: 10, batchSize: 1000, learningRate: 1e-3, adamEpsilon: 1e-8 } as const;

/** 16 hexadecimal digits that identify a configuration. */
export function configurationHash(configuration: TrainingConfiguration): string {
  const entries = Object.entries(configuration).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(entries)).digest("hex").slice(0, 16);
}

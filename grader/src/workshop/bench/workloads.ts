/** The workloads by the names that contenders read, with their titles in the table. */
export const TITLES = {
  forward: "forward",
  "input-gradient": "input gradient",
  train: "training step",
  "fgsm-train": "FGSM-training step",
  "pgd-40": "PGD-40",
  "logistic-epoch": "epoch, log. regression",
  epoch: "epoch, LeNet",
  "fgsm-epoch": "epoch, LeNet on FGSM",
} as const;
export type Workload = keyof typeof TITLES;

/** Timed in every run. */
export const STEPS: readonly Workload[] = ["forward", "input-gradient", "train", "fgsm-train", "pgd-40"];
/** Timed on request: an epoch of each training of `./robustness-lab reproduce`. */
export const EPOCHS: readonly Workload[] = ["logistic-epoch", "epoch", "fgsm-epoch"];

/** The training images of MNIST. */
const EPOCH_IMAGES = 60_000;
export const PGD_STEPS = 40;

/** Steps of one call of a workload. */
export function stepsOf(workload: Workload, batchSize: number): number {
  return EPOCHS.includes(workload) ? Math.ceil(EPOCH_IMAGES / batchSize) : 1;
}

/**
 * Additions and multiplications of LeNet for one image: 2 for each filter weight at each position (24 x 24, 8 x 8), and 2
 * for each weight of a dense layer.
 */
const LAYERS = { conv1: 2 * 24 * 24 * 250, conv2: 2 * 8 * 8 * 5000, dense: 2 * (320 * 50 + 50 * 10) } as const;
const FORWARD = LAYERS.conv1 + LAYERS.conv2 + LAYERS.dense;
const INPUT_GRADIENT = 2 * FORWARD;
/** The forward pass, the gradients of all weights, and those of the inputs of all layers but the first. */
const TRAIN = 3 * FORWARD - LAYERS.conv1;

/** Additions and multiplications of one call. */
export function operationsOf(workload: Workload, batchSize: number): number {
  switch (workload) {
    case "forward":
      return FORWARD * batchSize;
    case "input-gradient":
      return INPUT_GRADIENT * batchSize;
    case "train":
      return TRAIN * batchSize;
    case "fgsm-train":
      return (INPUT_GRADIENT + TRAIN) * batchSize;
    case "pgd-40":
      return PGD_STEPS * INPUT_GRADIENT * batchSize;
    case "logistic-epoch":
      return 2 * 2 * 784 * 10 * EPOCH_IMAGES;
    case "epoch":
      return TRAIN * EPOCH_IMAGES;
    case "fgsm-epoch":
      return (INPUT_GRADIENT + TRAIN) * EPOCH_IMAGES;
  }
}

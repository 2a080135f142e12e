import type { Dataset } from "@robustness-lab/fixtures";
import type { OwnCode } from "./own-code.ts";
import type { Terminal } from "./terminal.ts";
import { TRAIN_IMAGES, type Recipe } from "./training/recipe.ts";
import type { TrainingState } from "./training/state.ts";

/** A network to train and measure; its files are in results/<name>/. */
export interface Experiment {
  readonly name: string;
  readonly recipe: Recipe;
  /** Called after each epoch with its number, from 1, and the losses, accuracies and weights so far. */
  readonly onEpoch?: (state: TrainingState) => void;
}

/** What every experiment of a run shares. */
export interface Laboratory {
  /** The folder of your functions. */
  readonly source: string;
  readonly code: OwnCode;
  /** The folder of the results. */
  readonly results: string;
  readonly engine: string;
  readonly train: () => Promise<Dataset>;
  readonly test: Dataset;
  readonly terminal: Terminal;
}

/** The numbers of images of a run, each from the start of its set. */
export interface Sizes {
  readonly trainImages: number;
  readonly testImages: number;
  /** Attacked with PGD, which takes 40 times as long as FGSM. */
  readonly pgdImages: number;
}

export const FULL: Sizes = { trainImages: TRAIN_IMAGES, testImages: 10_000, pgdImages: 1000 };
export const QUICK: Sizes = { trainImages: 6000, testImages: 1000, pgdImages: 100 };

/** The images that an experiment is measured on: less than all training images make a quick one. */
export function sizesOf({ trainImages }: Recipe): Sizes {
  return trainImages < TRAIN_IMAGES ? { ...QUICK, trainImages } : FULL;
}

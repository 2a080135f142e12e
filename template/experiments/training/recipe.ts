import {
  LENET_SHAPES,
  LOGISTIC_REGRESSION_SHAPES,
  RECIPE as PUBLISHED_RECIPE,
  TRAINING_EPSILON,
} from "@robustness-lab/fixtures";
import type { ModelName } from "@robustness-lab/fixtures/weights";

/** The networks of exercise 2.2. */
export type NetworkName = "logistic-regression" | "lenet";

/** The attack on each training batch. The radius is in l_inf; the steps of PGD have length 2.5 epsilon / steps. */
export type TrainingAttack =
  | { readonly kind: "none" }
  | { readonly kind: "fgsm"; readonly epsilon: number }
  | { readonly kind: "pgd"; readonly epsilon: number; readonly steps: number };

/** Everything that determines trained weights, besides your functions: equal recipes give equal weights. */
export interface Recipe {
  readonly network: NetworkName;
  /** The shapes of its parameters, which may differ from the sheet's: more hidden units, more channels. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly attack: TrainingAttack;
  readonly seed: number;
  /** The number of training images, from the start of the set. */
  readonly trainImages: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly adamEpsilon: number;
}

export const TRAIN_IMAGES = 60_000;
/** The attack where no epsilon or number of steps is given. */
export const DEFAULT_EPSILON = 0.25;
export const DEFAULT_STEPS = 10;

const SHAPES: Readonly<Record<NetworkName, Recipe["shapes"]>> = {
  "logistic-regression": { ...LOGISTIC_REGRESSION_SHAPES },
  lenet: { ...LENET_SHAPES },
};

/** A network trained as published, but for the given changes. */
export function recipeOf(network: NetworkName, changes: Partial<Recipe> = {}): Recipe {
  return {
    network,
    shapes: SHAPES[network],
    attack: { kind: "none" },
    seed: 1,
    trainImages: TRAIN_IMAGES,
    ...PUBLISHED_RECIPE,
    ...changes,
  };
}

/** The three models of the sheet's table. */
export const PUBLISHED_RECIPES: Readonly<Record<ModelName, Recipe>> = {
  "logistic-regression": recipeOf("logistic-regression"),
  lenet: recipeOf("lenet"),
  "lenet-fgsm-trained": recipeOf("lenet", { attack: { kind: "fgsm", epsilon: TRAINING_EPSILON } }),
};

/** The published model with this recipe, whatever its seed, or undefined if there is none. */
export function publishedModelOf(recipe: Recipe): ModelName | undefined {
  const entries = Object.entries(PUBLISHED_RECIPES) as readonly (readonly [ModelName, Recipe])[];
  return entries.find(([, published]) => isPartOf({ ...published, seed: recipe.seed }, recipe))?.[0];
}

/** Whether two recipes differ at most by the number of epochs: the longer training begins with the shorter one. */
export function isSameTraining(one: Recipe, other: Recipe): boolean {
  return isPartOf({ ...one, epochs: other.epochs }, other);
}

function isPartOf(part: Partial<Recipe>, whole: Recipe): boolean {
  return Object.entries(part).every(
    ([key, value]) => JSON.stringify(value) === JSON.stringify(whole[key as keyof Recipe]),
  );
}

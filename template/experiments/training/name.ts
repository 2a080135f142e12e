import { DEFAULT_STEPS, publishedModelOf, recipeOf, TRAIN_IMAGES, type Recipe } from "./recipe.ts";

/** Windows drops a dot at the end, and reserves the names of devices. */
const UNFIT_ON_WINDOWS = /\.$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Whether a result may have this name: its folder below results/. */
export function isResultName(name: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,59}$/i.test(name) && !UNFIT_ON_WINDOWS.test(name);
}

/** The name of the published model, or one that says how the recipe differs: "lenet-pgd-0.2", "lenet-seed-2". */
export function nameOf(recipe: Recipe): string {
  const { network, attack, epochs, learningRate, seed, trainImages } = recipe;
  const usual = recipeOf(network);
  const published = publishedModelOf({ ...usual, attack });
  const steps = attack.kind === "pgd" && attack.steps !== DEFAULT_STEPS ? `-in-${attack.steps}` : "";
  const attacked = attack.kind === "none" ? network : `${network}-${attack.kind}-${attack.epsilon}${steps}`;
  return [
    published ?? attacked,
    ...(epochs === usual.epochs ? [] : [`epochs-${epochs}`]),
    ...(learningRate === usual.learningRate ? [] : [`rate-${learningRate}`]),
    ...(seed === usual.seed ? [] : [`seed-${seed}`]),
    ...(trainImages < TRAIN_IMAGES ? ["quick"] : []),
  ].join("-");
}

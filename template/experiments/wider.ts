import { LENET_SHAPES } from "@robustness-lab/fixtures";
import { runExperiments } from "./run-experiments.ts";
import { recipeOf } from "./training/recipe.ts";

/*
 * An experiment of your own: does a wider network withstand FGSM better? Your `lenet` with 200 hidden units instead of 50, on
 * the same attack as the sheet's. Run it with `npx tsx experiments/wider.ts`.
 */

const shapes = { ...LENET_SHAPES, fc1Weights: [320, 200], fc1Bias: [200], fc2Weights: [200, 10] };

await runExperiments([
  { name: "lenet-wider", recipe: recipeOf("lenet", { shapes, attack: { kind: "fgsm", epsilon: 0.25 } }) },
]);

import { fits } from "../../experiments/records/checkpoint.ts";
import { QUICK } from "../../experiments/experiment.ts";
import { nameOf } from "../../experiments/training/name.ts";
import { DEFAULT_STEPS, recipeOf, TRAIN_IMAGES, type Recipe } from "../../experiments/training/recipe.ts";
import { isOlder } from "./models.ts";
import { trainerEngine } from "./trainer-client.ts";
import type { Result, State, TrainingSettings } from "./state.ts";

/** The training that the settings of the panel describe, and what is in results/ under its name. */
export interface Plan {
  readonly name: string;
  readonly recipe: Recipe;
  readonly found: Result | undefined;
  /**
   * Nothing is there; a training that stopped and goes on, or that starts over because src/ has changed; a finished one, by
   * the current src/ or by an earlier one; a training with other options or of another engine.
   */
  readonly status: "new" | "begun" | "begun-older" | "trained" | "trained-older" | "other";
}

/** What a click on the button does. */
export function planOf(state: State): Plan {
  const recipe = toRecipe(state.training);
  const name = nameOf(recipe);
  const found = state.results.find((result) => result.name === name);
  return { name, recipe, found, status: found === undefined ? "new" : statusOf(state, found, recipe) };
}

function statusOf(state: State, found: Result, recipe: Recipe): Plan["status"] {
  const isDone = found.checkpoint.state.epoch >= recipe.epochs;
  const older = isOlder(state, found) ? "-older" : "";
  if (isDone) return `trained${older}`;
  return fits(found.checkpoint, { recipe, engine: trainerEngine() }) ? `begun${older}` : "other";
}

function toRecipe({ network, attack: kind, epsilon, epochs, isQuick }: TrainingSettings): Recipe {
  const attack =
    kind === "none" ? { kind } : kind === "fgsm" ? { kind, epsilon } : { kind, epsilon, steps: DEFAULT_STEPS };
  return recipeOf(network, { attack, epochs, trainImages: isQuick ? QUICK.trainImages : TRAIN_IMAGES });
}

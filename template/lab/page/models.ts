import { MODEL_LABELS, MODELS, type Model } from "../shared/data.ts";
import type { Result, State } from "./state.ts";

/** A model that can be chosen. */
export interface ShownModel {
  readonly id: string;
  /** In the picker. */
  readonly label: string;
  /** In a sentence. */
  readonly title: string;
}

/** The models of the course. */
export const COURSE_MODELS: readonly ShownModel[] = MODELS.map((id) => ({
  id,
  label: MODEL_LABELS[id],
  title: MODEL_LABELS[id],
}));

/** The models that were trained with the student's functions, by this page or by `npm run train`. */
export function yourModels(state: State): readonly ShownModel[] {
  return state.results.map((result) => {
    const { name, checkpoint } = result;
    const { recipe, state: trained } = checkpoint;
    const part = trained.epoch < recipe.epochs ? `, ${trained.epoch} of ${recipe.epochs} epochs` : "";
    return {
      id: idOf(name),
      label: `${name}${part}${isOlder(state, result) ? ", older than src/" : ""}`,
      title: `${name} (yours)`,
    };
  });
}

/** The words for a model in a sentence. */
export function titleOf(state: State, id: string): string {
  return [...COURSE_MODELS, ...yourModels(state)].find((model) => model.id === id)?.title ?? id;
}

/** Whether src/ has changed since a result was trained. */
export function isOlder({ code }: State, { checkpoint }: Result): boolean {
  return checkpoint.code !== code;
}

/** A result as a model that workers can compute with. */
export function toModel({ name, checkpoint: { recipe, state } }: Result): Model {
  return { id: idOf(name), network: recipe.network, shapes: recipe.shapes, weights: state.weights };
}

/** Says whose weights these models have: "The weights are the course's." */
export function weightsWords(state: State, ids: readonly string[]): string {
  const yours = state.results.filter(({ name }) => ids.includes(idOf(name)));
  if (yours.length === 0) return "The weights are the course's.";
  const names = yours.map((result) => result.name + (isOlder(state, result) ? ", older than src/" : "")).join("; ");
  const isMixed = yours.length < ids.length;
  return isMixed ? `The weights are the course's, and yours (${names}).` : `The weights are yours (${names}).`;
}

/** The id of a result as a model. */
export function idOf(name: string): string {
  return `yours/${name}`;
}

import type { ExperimentRecord } from "../records/record.ts";
import { PUBLISHED_RECIPES, recipeOf } from "../training/recipe.ts";

/** The pixels of an image. */
export const digit = Buffer.from(Uint8Array.from({ length: 784 }, (_, index) => index % 256));
const common = { engine: "wasm", code: "0123456789abcdef", losses: [2.3, 1.1], accuracies: [0.9, null] };
/** Measured on all images. */
export const full = { code: "0123456789abcdef", testImages: 10_000, pgdImages: 1000 };

/** A published model, without 2.8. */
export const published: ExperimentRecord = {
  ...common,
  name: "lenet",
  recipe: PUBLISHED_RECIPES.lenet,
  measured: {
    ...full,
    fgsm: { done: [0.98, 0.93, 0.83, 0.64, 0.4, 0.18, 1] },
    pgd: { waitsFor: "2.8 pgd" },
    gallery: {
      done: [
        { epsilon: 0, before: [7], after: [], images: [digit.toString("base64")] },
        { epsilon: 0.05, before: [2], after: [6], images: [digit.toString("base64")] },
      ],
    },
  },
};
/** A training that is not published, before it is measured. */
export const unmeasured: ExperimentRecord = { ...common, name: "mine", recipe: recipeOf("lenet", { epochs: 3 }) };

/** The same, with an attack that throws. */
export const own: ExperimentRecord = {
  ...unmeasured,
  measured: { ...full, fgsm: { error: "TypeError: <b>oh & no</b>" }, pgd: { done: [0.5, 0.4, 0.3, 0.2, 0.1, 0] } },
};

import type { ModelName } from "@robustness-lab/fixtures/weights";
import type { CurvePoint } from "./evaluate.ts";

/** The radii of the published tables, in units of the pixel range [0, 1]. */
export const FGSM_EPSILONS = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3] as const;

/** The radii for PGD, for which nothing was published. */
export const PGD_EPSILONS = [0.1, 0.25, 0.3] as const;

/** The accuracy of guessing one of ten classes. */
export const CHANCE = 0.1;

/** Accuracy under FGSM as published with the lab notebook, in the order of FGSM_EPSILONS. */
const PUBLISHED: Readonly<Record<ModelName, readonly number[]>> = {
  "logistic-regression": [0.913, 0.618, 0.157, 0.027, 0.002, 0, 0],
  lenet: [0.972, 0.914, 0.795, 0.601, 0.367, 0.172, 0.055],
  "lenet-fgsm-trained": [0.965, 0.941, 0.91, 0.871, 0.813, 0.746, 0.646],
};

/** The largest accepted difference in percentage points; different seeds differ by about as much. */
const LIMIT_POINTS = {
  clean: 1.2,
  attacked: { "logistic-regression": 1.5, lenet: 6, "lenet-fgsm-trained": 6 },
} as const;

/** Against rounding: accuracies are multiples of 1/10 000. */
const SLACK = 1e-9;

/** The published curve of a model. */
export function publishedCurve(model: ModelName): readonly CurvePoint[] {
  return FGSM_EPSILONS.map((epsilon, index) => ({ epsilon, accuracy: PUBLISHED[model][index] ?? NaN }));
}

/** A measured accuracy that differs too much from the published one. */
export interface Miss {
  readonly model: ModelName;
  readonly epsilon: number;
  readonly differencePoints: number;
  readonly limitPoints: number;
}

/** The points of a measured curve that differ too much from the published one. */
export function missesOf(model: ModelName, measured: readonly CurvePoint[]): readonly Miss[] {
  return publishedCurve(model).flatMap(({ epsilon, accuracy }) => {
    const found = measured.find((point) => point.epsilon === epsilon)?.accuracy ?? NaN;
    const differencePoints = 100 * (found - accuracy);
    const limitPoints = epsilon === 0 ? LIMIT_POINTS.clean : LIMIT_POINTS.attacked[model];
    const isWithin = Math.abs(differencePoints) <= limitPoints + SLACK;
    return isWithin ? [] : [{ model, epsilon, differencePoints, limitPoints }];
  });
}

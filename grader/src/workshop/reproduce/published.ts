import { EPSILONS, PUBLISHED } from "@robustness-lab/fixtures";
import type { ModelName } from "@robustness-lab/fixtures/weights";

/** The largest accepted difference in percentage points; different seeds differ by about as much. */
const LIMIT_POINTS = {
  clean: 1.2,
  attacked: { "logistic-regression": 1.5, lenet: 6, "lenet-fgsm-trained": 6 },
} as const;

/** Against rounding: accuracies are multiples of 1/10 000. */
const SLACK = 1e-9;

/** A measured accuracy that differs too much from the published one. */
export interface Miss {
  readonly model: ModelName;
  readonly epsilon: number;
  readonly differencePoints: number;
  readonly limitPoints: number;
}

/** The accuracies under FGSM, in the order of EPSILONS, that differ too much from the published ones. */
export function missesOf(model: ModelName, measured: readonly number[]): readonly Miss[] {
  return EPSILONS.flatMap((epsilon, index) => {
    const differencePoints = 100 * ((measured[index] ?? NaN) - (PUBLISHED[model][index] ?? NaN));
    const limitPoints = epsilon === 0 ? LIMIT_POINTS.clean : LIMIT_POINTS.attacked[model];
    const isWithin = Math.abs(differencePoints) <= limitPoints + SLACK;
    return isWithin ? [] : [{ model, epsilon, differencePoints, limitPoints }];
  });
}

/** A sentence on whether the published results were reproduced, with the misses. */
export function renderVerdict(misses: readonly Miss[]): string {
  if (misses.length === 0) return "The published results are reproduced, each within its limit.";
  const lines = misses.map(
    ({ model, epsilon, differencePoints, limitPoints }) =>
      `  ${model} at epsilon ${epsilon}: off by ${differencePoints.toFixed(1)} points, the limit is ${limitPoints}`,
  );
  return ["The published results are not reproduced:", ...lines].join("\n");
}

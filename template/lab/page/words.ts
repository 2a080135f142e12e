import type { AttackKind } from "../shared/worker-messages.ts";

export const ATTACK_LABELS: Readonly<Record<AttackKind, string>> = {
  fgsm: "FGSM",
  "pgd-linf": "PGD, ℓ∞",
  "pgd-l2": "PGD, ℓ2",
};

/** A number with a fixed count of decimals, a true minus sign, and no "-0". */
export function decimal(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace("-", "−");
}

/** A probability in percent, with "<1 %" and ">99 %" near the ends. */
export function percent(value: number): string {
  const rounded = Math.round(100 * value);
  if (rounded === 100 && value < 1) return ">99 %";
  return rounded === 0 && value > 0.00005 ? "<1 %" : `${rounded} %`;
}

/** The class with the largest probability. */
export function prediction(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities));
}

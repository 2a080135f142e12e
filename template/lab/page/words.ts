import type { AttackKind, EngineName } from "../shared/messages.ts";

/** What engines and attacks are called on the page. */
export const ENGINE_LABELS: Readonly<Record<EngineName, string>> = {
  webgpu: "WebGPU",
  webgl: "WebGL",
  wasm: "WebAssembly",
};

export const ATTACK_LABELS: Readonly<Record<AttackKind, string>> = {
  fgsm: "FGSM",
  "pgd-linf": "PGD, ℓ∞",
  "pgd-l2": "PGD, ℓ2",
};

/** A number with so many digits after the point, a true minus, and no "-0". */
export function decimal(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace("-", "−");
}

/** A probability in percent. */
export function percent(value: number): string {
  const rounded = Math.round(100 * value);
  if (rounded === 100 && value < 1) return ">99 %";
  return rounded === 0 && value > 0.00005 ? "<1 %" : `${rounded} %`;
}

/** The class with the largest probability. */
export function prediction(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities));
}

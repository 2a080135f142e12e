import { permutation } from "@robustness-lab/fixtures";

/** `count` items drawn without replacement, in their order; all if there are no more. */
export function draw<T>(items: readonly T[], count: number, seed: number): readonly T[] {
  const drawn = new Set([...permutation(items.length, seed)].slice(0, count));
  return items.filter((_, index) => drawn.has(index));
}

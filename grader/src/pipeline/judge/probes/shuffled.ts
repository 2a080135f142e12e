import { permutation, type Random } from "@robustness-lab/fixtures";

/** The same elements in an order of chance: an answer must not depend on where things stood in an earlier run. */
export function shuffled<T>(random: Random, list: readonly T[]): readonly T[] {
  return [...permutation(list.length, random.integer(1, 2 ** 31 - 1))].map((place) => list[place] as T);
}

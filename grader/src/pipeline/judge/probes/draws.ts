import { permutation, type Random } from "@robustness-lab/fixtures";

/** -1 or 1, each with probability 1/2. */
export function randomSign(random: Random): -1 | 1 {
  return random.integer(0, 1) === 0 ? -1 : 1;
}

/** The elements in random order, so that an answer cannot rely on their places in an earlier run. */
export function shuffled<T>(random: Random, list: readonly T[]): readonly T[] {
  return [...permutation(list.length, random.integer(1, 2 ** 31 - 1))].map((place) => list[place] as T);
}

/** Far more than any probe needs: a thousand failures in a row are a bug in the probe. */
const ATTEMPTS = 1000;

/** Draws until a draw is usable. @throws Error that names `what` if none is */
export function redraw<T>(what: string, draw: () => T | undefined): T {
  const drawn = firstUsable(ATTEMPTS, draw);
  if (drawn === undefined) throw new Error(`no ${what} could be drawn`);
  return drawn;
}

/** The first of `attempts` draws that is usable, if there is one. */
export function firstUsable<T>(attempts: number, draw: () => T | undefined): T | undefined {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const drawn = draw();
    if (drawn !== undefined) return drawn;
  }
  return undefined;
}

import type { Item, Level } from "./items.ts";

/** Something about an item that its arguments tell. */
export interface Feature {
  readonly id: string;
  readonly level: Level;
  /** Completes "only ...". */
  readonly words: string;
  /** undefined where it has no meaning. */
  readonly holds: (item: Item) => boolean | undefined;
}

/** What tells wrong items from right ones. */
export interface Where {
  readonly id: string;
  readonly words: string;
}

/** A few of each: fewer may have a feature by chance. */
const FEW: Readonly<Record<Level, { readonly wrong: number; readonly right: number }>> = {
  call: { wrong: 1, right: 3 },
  row: { wrong: 2, right: 3 },
  entry: { wrong: 3, right: 5 },
};

/** In how many ways as many items could be wrong, at least: one of dozens of features fits few of them by chance. */
const MIN_WAYS: Readonly<Record<Level, number>> = { call: 1, row: 5000, entry: 1e6 };

/** The binomial coefficient. */
function waysOf(wrong: number, right: number): number {
  let ways = 1;
  for (let index = 1; index <= Math.min(wrong, right) && ways < 1e9; index += 1) {
    ways *= (wrong + right + 1 - index) / index;
  }
  return ways;
}

/** The first feature that all wrong items have and no right one; undefined if there is none, or if it may be another. */
export function separates(level: Level, items: readonly Item[], features: readonly Feature[]): Where | undefined {
  const wrong = items.filter((item) => item.isWrong);
  const right = items.filter((item) => !item.isWrong);
  if (wrong.length < FEW[level].wrong || right.length < FEW[level].right) return undefined;
  if (waysOf(wrong.length, right.length) < MIN_WAYS[level]) return undefined;
  const found = features.filter(
    (feature) =>
      feature.level === level &&
      wrong.every((item) => feature.holds(item) === true) &&
      right.every((item) => feature.holds(item) === false),
  );
  // A single call has many features.
  const isCertain = level !== "call" || wrong.length > 1 || new Set(found.map(({ words }) => words)).size === 1;
  return isCertain ? found[0] : undefined;
}

import { isWrong, type Comparison, type Part } from "./compare.ts";
import { batchSizeOf } from "./arguments.ts";

/** Something that is right or wrong: a call, a row of an answer (a point, an image), or a single number of it. */
export interface Item {
  readonly comparison: Comparison;
  readonly isWrong: boolean;
  readonly part?: Part;
  readonly row?: number;
  readonly index?: number;
}

export type Level = "call" | "row" | "entry";

/** The items of one level; those of which it is not known whether they are wrong are left out. */
export function itemsOf(level: Level, comparisons: readonly Comparison[]): readonly Item[] {
  switch (level) {
    case "call":
      return comparisons.flatMap((comparison) => {
        const wrong = isWrong(comparison);
        return wrong === null ? [] : [{ comparison, isWrong: wrong }];
      });
    case "row":
      return partsOf(comparisons).flatMap(([comparison, part]) => rowsOf(comparison, part));
    case "entry":
      return partsOf(comparisons).flatMap(([comparison, part]) => entriesOf(comparison, part));
  }
}

/** Enough to see a pattern, and fast: a call on many digits tells nothing that smaller calls do not. */
const MAX_NUMBERS = 20_000;

function partsOf(comparisons: readonly Comparison[]): readonly (readonly [Comparison, Part])[] {
  return comparisons.flatMap((comparison) => {
    if (comparison.kind !== "values") return [];
    const parts = comparison.parts.filter(({ right }) => right.length <= MAX_NUMBERS);
    return parts.map((part) => [comparison, part] as const);
  });
}

function rowsOf(comparison: Comparison, part: Part): readonly Item[] {
  const [count = 0] = part.shape;
  if (part.name !== "value" || part.kind !== "tensor" || count !== batchSizeOf(comparison.args)) return [];
  const width = part.right.length / Math.max(1, count);
  return Array.from({ length: count }, (_, row) => row).flatMap((row) => {
    const states = part.isWrong.slice(row * width, (row + 1) * width);
    const wrong = states.includes(true);
    return wrong || !states.includes(null) ? [{ comparison, part, row, isWrong: wrong }] : [];
  });
}

function entriesOf(comparison: Comparison, part: Part): readonly Item[] {
  const count = part.shape[0] ?? 1;
  const width = part.right.length / Math.max(1, count);
  return part.isWrong.flatMap((wrong, index) =>
    wrong === null ? [] : [{ comparison, part, index, row: Math.floor(index / width), isWrong: wrong }],
  );
}

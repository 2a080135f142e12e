import { groupBy } from "../../../shared/group-by.ts";
import { batchSizeOf } from "./arguments.ts";
import type { Comparison, Part } from "./compare.ts";

/* How wrong numbers are related to the right ones. */

/** A wrong number, beside the right one. */
export interface WrongNumber {
  readonly mine: number;
  readonly right: number;
  readonly base: number | undefined;
  readonly row: number;
  readonly part: Part;
  readonly comparison: Comparison;
}

/** A relation that holds for all given numbers. */
export interface Relation {
  readonly id: string;
  /** A clause. */
  readonly words: string;
}

interface RelationKind extends Relation {
  readonly holds: (numbers: readonly WrongNumber[]) => boolean;
}

/** The wrong numbers of comparisons; undefined if an answer has none to compare, such as one of another form. */
export function wrongNumbersOf(comparisons: readonly Comparison[]): readonly WrongNumber[] | undefined {
  if (comparisons.some(({ kind }) => kind === "form" || kind === "threw" || kind === "did-not-throw")) return undefined;
  return comparisons.flatMap((comparison) =>
    comparison.kind !== "values" ? [] : comparison.parts.flatMap((part) => wrongIn(comparison, part)),
  );
}

function wrongIn(comparison: Comparison, part: Part): readonly WrongNumber[] {
  const width = part.right.length / Math.max(1, part.shape[0] ?? 1);
  return part.isWrong.flatMap((wrong, index) =>
    wrong !== true
      ? []
      : [
          {
            mine: part.mine[index] as number,
            right: part.right[index] as number,
            base: part.base?.[index],
            row: Math.floor(index / width),
            part,
            comparison,
          },
        ],
  );
}

/** Two numbers are always in some relation. */
const MIN_NUMBERS = 3;

/** The first relation that holds for all wrong numbers. */
export function relationOf(numbers: readonly WrongNumber[]): Relation | undefined {
  if (numbers.length < MIN_NUMBERS) return undefined;
  const found = RELATIONS.find(({ holds }) => holds(numbers));
  return found === undefined ? undefined : { id: found.id, words: found.words };
}

const isClose = (one: number, other: number, scale = 0): boolean =>
  Math.abs(one - other) <= 2e-4 * Math.max(Math.abs(one), Math.abs(other)) + 2e-6 * Math.max(1, scale);

const all =
  (holds: (number: WrongNumber) => boolean) =>
  (numbers: readonly WrongNumber[]): boolean =>
    numbers.every(holds);

/** For answers that are displaced inputs. */
const ofMoves =
  (holds: (mine: number, right: number, number: WrongNumber) => boolean) =>
  (numbers: readonly WrongNumber[]): boolean =>
    numbers.every((number) => {
      const { mine, right, base } = number;
      return base !== undefined && holds(mine - base, right - base, number);
    });

type Group = (number: WrongNumber) => unknown;
const together: Group = () => "all";
const byCall: Group = ({ comparison }) => comparison;
const byPart: Group = ({ part }) => part;
const rowsOfParts = new WeakMap<Part, Map<number, object>>();
const byRow: Group = ({ part, row }) => {
  const rows = rowsOfParts.get(part) ?? new Map<number, object>();
  rowsOfParts.set(part, rows);
  const found = rows.get(row) ?? {};
  rows.set(row, found);
  return found;
};

/** Groups of numbers that have more than one member, if each group is of numbers that differ. */
function groupsOf(numbers: readonly WrongNumber[], group: Group): readonly (readonly WrongNumber[])[] {
  return [...groupBy(numbers, group).values()];
}

const isFinite = ({ mine, right }: WrongNumber): boolean => Number.isFinite(mine) && Number.isFinite(right);

/** mine = factor right with one factor for each group; every group has numbers enough to tell. */
const inProportion =
  (group: Group, ofMove: boolean, isFactor: (factor: number, numbers: readonly WrongNumber[]) => boolean) =>
  (numbers: readonly WrongNumber[]): boolean =>
    numbers.every(isFinite) &&
    groupsOf(numbers, group).every((members) => {
      const pairs = members.map(({ mine, right, base }) =>
        ofMove ? [mine - (base ?? NaN), right - (base ?? NaN)] : [mine, right],
      );
      const largest = pairs.reduce(
        (most, pair) => (Math.abs(pair[1] as number) > Math.abs(most[1] as number) ? pair : most),
        pairs[0] as number[],
      );
      const factor = (largest[0] as number) / (largest[1] as number);
      return (
        Number.isFinite(factor) &&
        factor !== 0 &&
        isFactor(factor, members) &&
        (group === together || members.length > 2 || numbers.length === 1) &&
        pairs.every(([mine, right]) => isClose(mine as number, factor * (right as number)))
      );
    });

/** The right numbers of a group differ, so that a relation to them means something. */
const vary = (numbers: readonly WrongNumber[]): boolean =>
  numbers.some(({ right }) => !isClose(right, (numbers[0] as WrongNumber).right));

const shifted =
  (group: Group) =>
  (numbers: readonly WrongNumber[]): boolean =>
    numbers.every(isFinite) &&
    vary(numbers) &&
    groupsOf(numbers, group).every((members) => {
      const [first] = members as [WrongNumber];
      return (
        (group === together || members.length > 2) &&
        members.every(({ mine, right }) => isClose(mine - right, first.mine - first.right, Math.abs(right)))
      );
    });

/** All numbers of an answer beside each other, for relations of places. */
const ofParts =
  (holds: (part: Part, comparison: Comparison) => boolean) =>
  (numbers: readonly WrongNumber[]): boolean =>
    groupsOf(numbers, byPart).every(([first]) => first !== undefined && holds(first.part, first.comparison));

const isOrder = (order: (mine: readonly number[]) => readonly number[]) =>
  ofParts(({ mine, right }) => {
    const ordered = order(mine);
    const scale = right.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return mine.length > 2 && ordered.every((value, index) => isClose(value, right[index] as number, scale * 1e-2));
  });

const isPermuted = ofParts(({ mine, right }) => {
  const ascending = (values: readonly number[]): readonly number[] => [...values].sort((one, other) => one - other);
  const [one, other] = [ascending(mine), ascending(right)];
  const distinct = new Set(right).size;
  return distinct > 2 && mine.length < 5000 && one.every((value, index) => isClose(value, other[index] as number));
});

/** Every image with its rows and columns swapped. */
const isTransposed = ofParts(({ mine, right, shape }) => {
  const [, height, width, channels] = shape;
  if (shape.length !== 4 || height === undefined || width === undefined || channels === undefined) return false;
  if (height !== width || height < 2) return false;
  return right.every((value, index) => {
    const [image, rest] = [Math.floor(index / (height * width * channels)), index % (height * width * channels)];
    const [row, column] = [Math.floor(rest / (width * channels)), Math.floor((rest % (width * channels)) / channels)];
    const swapped = ((image * width + column) * height + row) * channels + (rest % channels);
    return isClose(mine[swapped] as number, value);
  });
});

/** Rows that are alike in the answer, and not in the right one. */
const isSameForBatch = ofParts(({ mine, right, base, shape }) => {
  const count = shape[0] ?? 0;
  if (count < 2 || shape.length === 0) return false;
  const width = right.length / count;
  const moved = (values: readonly number[]): readonly number[] =>
    values.map((value, index) => value - (base?.[index] ?? 0));
  const alike = (values: readonly number[]): boolean =>
    values.every((value, index) => isClose(value, values[index % width] as number));
  return alike(moved(mine)) && !alike(moved(right));
});

const sign = (value: number): number => (Math.abs(value) < 1e-7 ? 0 : Math.sign(value));

const isSum = (factor: number, [first]: readonly WrongNumber[]): boolean => {
  const size = first === undefined ? undefined : batchSizeOf(first.comparison.args);
  return size !== undefined && size > 1 && isClose(factor, size);
};
const isMeanOfMean = (factor: number, numbers: readonly WrongNumber[]): boolean => isSum(1 / factor, numbers);

const hasBase = (numbers: readonly WrongNumber[]): boolean => numbers.every(({ base }) => base !== undefined);
const isImage = all(({ comparison: { args } }) => "images" in args);

const RELATIONS: readonly RelationKind[] = [
  {
    id: "not-a-number",
    words: "the answer is not a finite number",
    holds: (numbers) => numbers.every(({ mine }) => !Number.isFinite(mine)),
  },
  {
    id: "not-finite-right",
    words: "the answer is a finite number, though there is none",
    holds: all(({ right }) => !Number.isFinite(right)),
  },
  {
    id: "unmoved",
    words: "the input comes back unchanged",
    holds: (numbers) => ofMoves((mine) => Math.abs(mine) < 1e-7)(numbers),
  },
  {
    id: "mirrored",
    words: "the answer moves in the opposite direction",
    holds: ofMoves((mine, right, { base }) => isClose(mine, -right, Math.abs(base ?? 0))),
  },
  {
    id: "displacement",
    words: "the displacement comes back, not the point that it leads to",
    holds: (numbers) =>
      hasBase(numbers) &&
      numbers.every(
        ({ mine, right, base }) => isClose(mine, right - (base ?? NaN)) && !isClose(right, right - (base ?? NaN)),
      ),
  },
  {
    id: "outside-box",
    words: "the answer leaves the pixel range",
    holds: (numbers) => isImage(numbers) && hasBase(numbers) && numbers.every(({ mine }) => mine < 0 || mine > 1),
  },
  {
    id: "negated",
    words: "the answer has the opposite sign",
    holds: (numbers) => numbers.every(({ mine, right }) => isClose(mine, -right)),
  },
  { id: "zero", words: "the answer is 0", holds: all(({ mine }) => mine === 0) },
  {
    id: "percent",
    words: "the answer is a percentage, not a fraction",
    holds: inProportion(together, false, (factor) => isClose(factor, 100)),
  },
  {
    id: "sum",
    words: "the answer grows with the number of points, like a sum in place of a mean",
    holds: inProportion(byCall, false, isSum),
  },
  {
    id: "divided-again",
    words: "the answer shrinks with the number of points, as if it were divided by it once too often",
    holds: inProportion(byCall, false, isMeanOfMean),
  },
  {
    id: "longer",
    words: "the answer moves in the right direction, but too far, always by the same factor",
    holds: inProportion(together, true, (factor) => factor > 1),
  },
  {
    id: "shorter",
    words: "the answer moves in the right direction, but not far enough, always by the same factor",
    holds: inProportion(together, true, (factor) => factor > 0),
  },
  {
    id: "proportional",
    words: "the answer is in proportion to the right one, always by the same factor",
    holds: (numbers) => vary(numbers) && inProportion(together, false, (factor) => factor > 0)(numbers),
  },
  { id: "shifted", words: "the answer is off by the same amount everywhere", holds: shifted(together) },
  {
    id: "proportional-by-call",
    words: "the answer is in proportion to the right one, by a factor that changes from call to call",
    holds: (numbers) =>
      groupsOf(numbers, byCall).every(vary) && inProportion(byCall, false, (factor) => factor > 0)(numbers),
  },
  {
    id: "moves-by-call",
    words: "the answer moves in the right direction, but by a length that is off by a factor, another one in each call",
    holds: (numbers) =>
      groupsOf(numbers, byCall).every(vary) && inProportion(byCall, true, (factor) => factor > 0)(numbers),
  },
  {
    id: "shifted-by-call",
    words: "the answer is off by the same amount in each call, and by another amount in the next",
    holds: shifted(byCall),
  },
  {
    id: "proportional-by-row",
    words:
      "the answer is in proportion to the right one, by a factor that changes from one row of the batch to the next",
    holds: (numbers) =>
      numbers.every(({ base, part }) => base === undefined && (part.shape[0] ?? 0) > 0 && part.shape.length > 1) &&
      groupsOf(numbers, byRow).every(vary) &&
      inProportion(byRow, false, (factor) => factor > 0)(numbers),
  },
  {
    id: "moves-by-row",
    words:
      "the answer moves in the right direction, but by a length that is off by another factor for each row of a batch",
    holds: (numbers) =>
      groupsOf(numbers, byRow).every(vary) && inProportion(byRow, true, (factor) => factor > 0)(numbers),
  },
  {
    id: "whole-numbers",
    words: "the answer is a whole number near the right one, as if it were rounded",
    holds: (numbers) =>
      numbers.every(({ mine, right }) => Number.isInteger(mine) && Math.abs(mine - right) < 1) &&
      new Set(numbers.map(({ mine }) => mine)).size > 1,
  },
  { id: "transposed", words: "the rows and columns of the images are swapped", holds: isTransposed },
  { id: "reversed", words: "the answer comes in reverse order", holds: isOrder((mine) => mine.toReversed()) },
  { id: "permuted", words: "the right numbers come in another order", holds: isPermuted },
  {
    id: "late",
    words: "each entry of the list is the one that belongs after it",
    holds: ofParts(
      ({ kind, mine, right }) =>
        kind === "list" &&
        right.length > 3 &&
        right.slice(1).every((value, index) => isClose(mine[index] as number, value)),
    ),
  },
  {
    id: "one-number-by-call",
    words: "all numbers of an answer are the same",
    holds: ofParts(
      ({ mine, right }) =>
        mine.length > 2 &&
        mine.every((value) => isClose(value, mine[0] as number)) &&
        !right.every((value) => isClose(value, right[0] as number)),
    ),
  },
  { id: "same-for-batch", words: "every point of a batch is treated alike", holds: isSameForBatch },
  {
    id: "one-number",
    words: "the answer is always the same number",
    holds: (numbers) => vary(numbers) && numbers.every(({ mine }) => isClose(mine, (numbers[0] as WrongNumber).mine)),
  },
  {
    id: "right-direction",
    words: "the answer moves in the right direction, but by another length",
    holds: (numbers) =>
      numbers.length > 9 && ofMoves((mine, right) => sign(mine) === sign(right) && right !== 0)(numbers),
  },
  {
    id: "right-signs",
    words: "every number has the right sign, but another size",
    holds: (numbers) =>
      numbers.length > 19 &&
      numbers.every(({ comparison }) => "gradient" in comparison.args) &&
      numbers.every(({ mine, right }) => Math.sign(mine) === Math.sign(right) && right !== 0) &&
      numbers.some(({ right }) => right > 0) &&
      numbers.some(({ right }) => right < 0),
  },
  {
    id: "too-far",
    words: "the answer moves too far",
    holds: (numbers) => numbers.length > 4 && ofMoves((mine, right) => Math.abs(mine) > Math.abs(right))(numbers),
  },
  {
    id: "not-far-enough",
    words: "the answer does not move far enough",
    holds: (numbers) =>
      numbers.length > 4 && ofMoves((mine, right) => Math.abs(mine) < Math.abs(right) && mine * right >= 0)(numbers),
  },
  {
    id: "too-large",
    words: "the answer is too large",
    holds: (numbers) => numbers.length > 4 && !hasBase(numbers) && numbers.every(({ mine, right }) => mine > right),
  },
  {
    id: "too-small",
    words: "the answer is too small",
    holds: (numbers) => numbers.length > 4 && !hasBase(numbers) && numbers.every(({ mine, right }) => mine < right),
  },
];

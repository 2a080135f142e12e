import { sumOf } from "../../shared/sum-of.ts";

/** A share of a total: in proportion to its weight, and at least so much. */
export interface Share {
  readonly weight: number;
  readonly least: number;
}

/**
 * Divides a total among shares, in whole numbers: each gets its least, or its proportion of what is left by those that get
 * more, rounded down; what rounding leaves goes to the largest fractions, the first of equal ones before the others.
 *
 * @throws RangeError if the total is less than all the leasts
 */
export function apportion(total: number, shares: readonly Share[]): readonly number[] {
  const floor = sumOf(shares.map(({ least }) => least));
  if (total < floor) throw new RangeError(`got ${total} points to divide, expected at least ${floor}`);
  const exact = proportions(total, shares);
  const down = exact.map(Math.floor);
  const order = exact.map((value, index) => ({ index, fraction: value - Math.floor(value) }));
  const favoured = new Set(
    order
      .toSorted((one, other) => other.fraction - one.fraction || one.index - other.index)
      .slice(0, total - sumOf(down))
      .map(({ index }) => index),
  );
  return down.map((value, index) => value + (favoured.has(index) ? 1 : 0));
}

/** The proportions; a share below its least gets that, and the others divide the rest. */
function proportions(total: number, shares: readonly Share[], raised: ReadonlySet<Share> = new Set()): number[] {
  const free = shares.filter((share) => !raised.has(share));
  const left = total - sumOf([...raised].map(({ least }) => least));
  const weights = sumOf(free.map(({ weight }) => weight));
  const exact = shares.map((share) => (raised.has(share) ? share.least : (left * share.weight) / weights));
  const low = shares.filter((share, index) => !raised.has(share) && (exact[index] ?? 0) < share.least);
  return low.length === 0 ? exact : proportions(total, shares, new Set([...raised, ...low]));
}

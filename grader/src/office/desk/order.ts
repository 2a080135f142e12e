import { fractionOf } from "./pseudonyms.ts";

/** A part of a class, counted from 1. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/**
 * The submissions in a share: a range of all in the order of their hashes. The shares of a class have nothing in common, their sizes
 * differ by one at most, and a latecomer moves at most one student over each border.
 */
export function inShare(names: readonly string[], { index, of }: Share): ReadonlySet<string> {
  const places = new Map(names.map((name) => [name, fractionOf("share", name)]));
  const sorted = [...names].sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
  const border = (part: number): number => Math.floor((part * names.length) / of);
  return new Set(sorted.slice(border(index - 1), border(index)));
}

/** Keys in an order that is stable, and another one for each question: nobody is always marked first. */
export function shuffled(keys: readonly string[], question: string): readonly string[] {
  const places = new Map(keys.map((key) => [key, fractionOf("order", question, key)]));
  return [...keys].sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
}

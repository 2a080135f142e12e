import { fractionOf } from "./pseudonyms.ts";

/** A part of a class, counted from 1. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** Tests if a submission is in a share. The shares of a class have nothing in common, and a latecomer moves nobody. */
export function isInShare(name: string, { index, of }: Share): boolean {
  return Math.floor(fractionOf("share", name) * of) === index - 1;
}

/** Keys in an order that is stable, and another one for each question: nobody is always marked first. */
export function shuffled(keys: readonly string[], question: string): readonly string[] {
  const places = new Map(keys.map((key) => [key, fractionOf("order", question, key)]));
  return [...keys].sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
}

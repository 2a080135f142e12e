import { WinnowFilter } from "@dodona/dolos-core";
import type { Unit } from "./syntax-tokens.ts";

/** A run of tokens that stands for its neighbourhood. */
export interface Fingerprint {
  /** The tokens, so that two are equal only if their tokens are: no hash can collide. */
  readonly key: string;
  /** The lines of the unit, counted from 0. */
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Shorter runs are idioms of the language. */
const TOKENS = 12;
/** Of so many neighbours one is kept, so that any common run of TOKENS + WINDOW - 1 is found. */
const WINDOW = 4;

/** Winnowing: Schleimer, Wilkerson and Aiken, SIGMOD 2003. */
export function fingerprintsOf(unit: Unit): readonly Fingerprint[] {
  return winnow(unit, WINDOW);
}

/** Every run, because what is kept of boilerplate depends on its neighbours. */
export function everyRunOf(unit: Unit): readonly string[] {
  return winnow(unit, 1).map(({ key }) => key);
}

/** Winnowing of any tokens: the kept runs. */
export function winnowTokens(
  tokens: readonly string[],
  { run, window }: { readonly run: number; readonly window: number },
): readonly string[] {
  return new WinnowFilter(run, window, true).fingerprints([...tokens]).map(({ data }) => (data ?? []).join(" "));
}

function winnow({ tokens, lineOf }: Unit, window: number): readonly Fingerprint[] {
  return new WinnowFilter(TOKENS, window, true).fingerprints([...tokens]).map(({ data, start, stop }) => ({
    key: (data ?? []).join(" "),
    firstLine: lineOf[start] ?? 0,
    lastLine: Math.max(...lineOf.slice(start, stop + 1)),
  }));
}

import { isMap, isScalar, type LineCounter, type Node } from "yaml";
import { anyOf, quoted, type Mistake, type Place } from "./mistakes.ts";

/** One marks file while it is read. Mistakes are collected, so that all of them are told at once. */
export interface Reading {
  readonly file: string;
  readonly lines: LineCounter;
  readonly mistakes: Mistake[];
}

/** One "key: value" of a map. */
export interface Entry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Node | null;
  readonly valuePlace: Place;
}

/** The entries of a map, each key once; none where nothing stands. `expected` says what the map should hold. */
export function readEntries(value: Node | null, place: Place, expected: string, reading: Reading): readonly Entry[] {
  if (isBlank(value)) return [];
  if (!isMap(value)) {
    complain(reading, place, `got ${received(value)}, expected ${expected}`);
    return [];
  }
  const entries = value.items.map(({ key, value }) => {
    const keyPlace = placeOf(key as Node, reading, place);
    return {
      key: String(isScalar(key) ? key.value : key),
      keyPlace,
      ...placedValue(value as Node | null, keyPlace, reading),
    };
  });
  return withoutRepeated(entries, reading);
}

/** Keeps the entries that may be there and complains of the others. */
export function onlyKnown(
  entries: readonly Entry[],
  known: readonly string[],
  what: string,
  reading: Reading,
): readonly Entry[] {
  const unknown = entries.filter(({ key }) => !known.includes(key));
  for (const { key, keyPlace } of unknown)
    complain(reading, keyPlace, `unknown ${what} ${quoted(key)}: expected ${anyOf(known)}`);
  return entries.filter(({ key }) => known.includes(key));
}

/** Whether a value is left out, or null. */
export function isBlank(value: Node | null): boolean {
  return value === null || (isScalar(value) && value.value === null);
}

/** What came, in a few words that are safe to print. */
export function received(value: Node | null): string {
  if (isMap(value)) return "a map";
  if (!isScalar(value)) return "something else";
  return typeof value.value === "string" ? `the text ${quoted(value.value)}` : (value.source ?? String(value.value));
}

export function complain(reading: Reading, place: Place, message: string): void {
  reading.mistakes.push({ ...place, message });
}

/** Where a node begins. */
export function placeOf(node: Node | null, { file, lines }: Reading, otherwise: Place): Place {
  const offset = node?.range?.[0];
  if (offset === undefined) return otherwise;
  const { line, col } = lines.linePos(offset);
  return { file, line, column: col };
}

function placedValue(value: Node | null, keyPlace: Place, reading: Reading) {
  return { value, valuePlace: isBlank(value) ? keyPlace : placeOf(value, reading, keyPlace) };
}

function withoutRepeated(entries: readonly Entry[], reading: Reading): readonly Entry[] {
  const first = new Map<string, Entry>();
  for (const entry of entries) {
    const earlier = first.get(entry.key);
    if (earlier === undefined) first.set(entry.key, entry);
    else
      complain(
        reading,
        entry.keyPlace,
        `${quoted(entry.key)} stands here a second time, first in line ${earlier.keyPlace.line}`,
      );
  }
  return [...first.values()];
}

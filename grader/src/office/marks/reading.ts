import { isMap, isScalar, type LineCounter, type Node } from "yaml";
import { anyOf, quoted, type Mistake, type Place } from "../../shared/mistakes.ts";

/** The state of reading a marks file. Mistakes are collected, so that all are reported at once. */
export interface Reading {
  readonly file: string;
  readonly lines: LineCounter;
  readonly mistakes: Mistake[];
}

/** A value and its place in a marks file. */
export interface Placed<T> {
  readonly value: T;
  readonly place: Place;
}

/** One "key: value" of a map. */
export interface Entry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly keyOffset: number | undefined;
  readonly value: Node | null;
  readonly valuePlace: Place;
}

/** The entries of a map, without repeated keys; none for a blank value. `expected` describes the map in a mistake. */
export function readEntries(value: Node | null, place: Place, expected: string, reading: Reading): readonly Entry[] {
  if (isBlank(value)) return [];
  if (!isMap(value)) {
    addMistake(reading, place, `got ${received(value)}, expected ${expected}`);
    return [];
  }
  const entries = value.items.map(({ key, value }) => {
    const keyPlace = placeOf(key as Node, reading, place);
    return {
      key: String(isScalar(key) ? key.value : key),
      keyPlace,
      keyOffset: (key as Node).range?.[0],
      ...placedValue(value as Node | null, keyPlace, reading),
    };
  });
  return withoutRepeated(entries, reading);
}

/** Keeps the entries with known keys and reports the others as mistakes. */
export function onlyKnown(
  entries: readonly Entry[],
  known: readonly string[],
  what: string,
  reading: Reading,
): readonly Entry[] {
  const unknown = entries.filter(({ key }) => !known.includes(key));
  for (const { key, keyPlace } of unknown)
    addMistake(reading, keyPlace, `unknown ${what} ${quoted(key)}: expected ${anyOf(known)}`);
  return entries.filter(({ key }) => known.includes(key));
}

/** Tests if a value is omitted or null. */
export function isBlank(value: Node | null): boolean {
  return value === null || (isScalar(value) && value.value === null);
}

/** Describes a value in a few words that are safe to print. */
export function received(value: Node | null): string {
  if (isMap(value)) return "a map";
  if (!isScalar(value)) return "something else";
  return typeof value.value === "string" ? `the text ${quoted(value.value)}` : (value.source ?? String(value.value));
}

export function addMistake(reading: Reading, place: Place, message: string): void {
  reading.mistakes.push({ ...place, message });
}

/** The place where a node starts, or `otherwise` if unknown. */
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
      addMistake(
        reading,
        entry.keyPlace,
        `${quoted(entry.key)} is repeated; it is first in line ${earlier.keyPlace.line}`,
      );
  }
  return [...first.values()];
}

import { everyRunOf, fingerprintsOf, type Fingerprint } from "./fingerprints.ts";
import { unitsOf, type SourceFile, type Unit } from "./syntax-tokens.ts";

/** The sources of one submission. */
export interface Source {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  /** Submissions of one team are not compared with each other. */
  readonly team: string;
  readonly files: readonly SourceFile[];
}

/** What two submissions share. */
export interface Pair {
  readonly left: Source;
  readonly right: Source;
  /** The surprise of what they share: fingerprints by their rarity in the class. */
  readonly bits: number;
  /** `bits` as a share of the surprise of everything in the submission with less of it. */
  readonly share: number;
}

export interface Comparison {
  /** The most surprising first. */
  readonly pairs: readonly Pair[];
  /** What a pair shares, the most surprising first. */
  readonly passagesOf: (pair: Pair) => readonly Passage[];
  /** Files that are nested too deeply to be parsed. */
  readonly unparsed: readonly { readonly source: Source; readonly path: string }[];
}

/** Two declarations that share fingerprints. */
export interface Passage {
  readonly left: Unit;
  readonly right: Unit;
  readonly bits: number;
  /** Lines of each with something shared, counted from 0; computed when they are shown. */
  readonly lines: { readonly left: () => ReadonlySet<number>; readonly right: () => ReadonlySet<number> };
}

/** A submission with its fingerprints, those of boilerplate left out. */
interface Indexed {
  readonly source: Source;
  readonly units: readonly { readonly unit: Unit; readonly fingerprints: readonly Fingerprint[] }[];
  readonly keys: ReadonlySet<string>;
}

/** Compares every two submissions of a class. `boilerplate` is what everybody was given, and the reference. */
export function compareClass(sources: readonly Source[], boilerplate: readonly SourceFile[]): Comparison {
  const given = new Set(boilerplate.flatMap((file) => unitsOf(file) ?? []).flatMap(everyRunOf));
  const unparsed: { source: Source; path: string }[] = [];
  const indexed = sources.map((source) => {
    const units = source.files.flatMap((file) => {
      const found = unitsOf(file);
      if (found === undefined) unparsed.push({ source, path: file.path });
      return found ?? [];
    });
    return index(source, units, given);
  });
  const owners = ownersOf(indexed);
  const bitsOf = surpriseIn(owners, indexed);
  return {
    pairs: pairsOf(indexed, owners, bitsOf),
    passagesOf: ({ left, right }) => {
      const [one, other] = [left, right].map((each) => indexed.find(({ source }) => source === each));
      return one === undefined || other === undefined ? [] : passagesOf(one, other, bitsOf);
    },
    unparsed,
  };
}

function index(source: Source, units: readonly Unit[], given: ReadonlySet<string>): Indexed {
  const own = units.map((unit) => ({
    unit,
    fingerprints: fingerprintsOf(unit).filter(({ key }) => !given.has(key)),
  }));
  return { source, units: own, keys: new Set(own.flatMap(({ fingerprints }) => fingerprints.map(({ key }) => key))) };
}

type Owners = ReadonlyMap<string, readonly Indexed[]>;
type BitsOf = (key: string) => number;

function ownersOf(indexed: readonly Indexed[]): Owners {
  const owners = new Map<string, Indexed[]>();
  for (const each of indexed) {
    for (const key of each.keys) {
      const known = owners.get(key);
      if (known === undefined) owners.set(key, [each]);
      else known.push(each);
    }
  }
  return owners;
}

/** log2((n + 1) / m) for a fingerprint that m of n teams have: what all have says nothing. */
function surpriseIn(owners: Owners, indexed: readonly Indexed[]): BitsOf {
  const teams = (some: readonly Indexed[]): number => new Set(some.map(({ source }) => source.team)).size;
  const all = teams(indexed);
  const bits = new Map([...owners].map(([key, some]) => [key, Math.log2((all + 1) / teams(some))]));
  return (key) => bits.get(key) ?? 0;
}

function pairsOf(indexed: readonly Indexed[], owners: Owners, bitsOf: BitsOf): readonly Pair[] {
  const place = new Map(indexed.map((each, position) => [each, position]));
  const sums = indexed.map(() => new Float64Array(indexed.length));
  for (const [key, some] of owners) {
    const bits = bitsOf(key);
    for (const [position, one] of some.entries()) {
      const row = sums[place.get(one) ?? 0] ?? new Float64Array();
      for (const other of some.slice(position + 1))
        row[place.get(other) ?? 0] = (row[place.get(other) ?? 0] ?? 0) + bits;
    }
  }
  const totals = indexed.map(({ keys }) => [...keys].reduce((sum, key) => sum + bitsOf(key), 0));
  const pairs = indexed.flatMap(({ source: left }, row) =>
    indexed.slice(row + 1).flatMap(({ source: right }, offset): Pair[] => {
      const column = row + 1 + offset;
      const bits = sums[row]?.[column] ?? 0;
      if (bits === 0 || left.team === right.team) return [];
      return [{ left, right, bits, share: bits / Math.min(totals[row] ?? bits, totals[column] ?? bits) }];
    }),
  );
  return pairs.sort((one, other) => other.bits - one.bits);
}

/** In real code few declarations share a fingerprint; in a file that repeats itself, all do. */
const MAX_PLACES = 20;

/** For each declaration on the left, the one on the right with which it shares most. */
function passagesOf(left: Indexed, right: Indexed, bitsOf: BitsOf): readonly Passage[] {
  const places = placesIn(right);
  const passages = left.units.flatMap((one): Passage[] => {
    const sums = new Map<IndexedUnit, number>();
    for (const key of keysOf(one)) {
      for (const unit of places.get(key) ?? []) sums.set(unit, (sums.get(unit) ?? 0) + bitsOf(key));
    }
    const [best] = [...sums].sort(([, some], [, more]) => more - some);
    if (best === undefined) return [];
    const [other, bits] = best;
    const lines = { left: () => linesShared(one, other), right: () => linesShared(other, one) };
    return [{ left: one.unit, right: other.unit, bits, lines }];
  });
  return passages.sort((one, other) => other.bits - one.bits);
}

type IndexedUnit = Indexed["units"][number];

function placesIn({ units }: Indexed): ReadonlyMap<string, readonly IndexedUnit[]> {
  const places = new Map<string, IndexedUnit[]>();
  for (const unit of units) {
    for (const key of keysOf(unit)) {
      const known = places.get(key) ?? [];
      if (known.length < MAX_PLACES) places.set(key, [...known, unit]);
    }
  }
  return places;
}

function keysOf({ fingerprints }: IndexedUnit): ReadonlySet<string> {
  return new Set(fingerprints.map(({ key }) => key));
}

function linesShared({ fingerprints }: IndexedUnit, other: IndexedUnit): ReadonlySet<number> {
  const keys = keysOf(other);
  const shared = new Set<number>();
  for (const { key, firstLine, lastLine } of fingerprints) {
    if (keys.has(key)) for (let line = firstLine; line <= lastLine; line += 1) shared.add(line);
  }
  return shared;
}

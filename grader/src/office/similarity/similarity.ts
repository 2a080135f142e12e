import { connected } from "../../shared/connected.ts";
import { visible } from "../../shared/escape.ts";
import type { Comparison, Pair, Source } from "./compare.ts";
import { SIMILARITY_SCHEMA_ID, type Similarity } from "./similarity-file.ts";

/** Enough to see what is usual in a class. */
const MAX_PAIRS = 100;
/** In generated classes, independent work shares up to 17 %, a copy of half of the files 44 %, a disguised copy 100 %. */
const MIN_SHARE = 0.25;
/** Short submissions share much of the little that they have. */
const MIN_BITS = 100;

/** Tests if a pair shares so much that somebody should look at it. */
export function standsOut({ bits, share }: Pick<Pair, "bits" | "share">): boolean {
  return share >= MIN_SHARE && bits >= MIN_BITS;
}

/** All pairs that stand out, and others up to a number, the most surprising first. */
export function listedPairs(pairs: readonly Pair[], atLeast: number): readonly Pair[] {
  let left = atLeast - pairs.filter(standsOut).length;
  return pairs.filter((pair) => standsOut(pair) || (left -= 1) >= 0);
}

/** Summarises a comparison. */
export function toSimilarity(
  sources: readonly Source[],
  { pairs, unparsed }: Comparison,
  notes: readonly string[],
): Similarity {
  return {
    schema: SIMILARITY_SCHEMA_ID,
    submissions: sources.map(({ id, name, sha256 }) => ({ id, name, sha256 })),
    clusters: clustersOf(pairs.filter(standsOut)),
    pairs: listedPairs(pairs, MAX_PAIRS).map((pair) => ({
      ...{ left: pair.left.id, right: pair.right.id },
      ...{ bits: Math.round(pair.bits), share: Math.round(pair.share * 1000) / 1000, standsOut: standsOut(pair) },
    })),
    notes: [
      ...notes,
      ...unparsed.map(({ source, path }) => `${source.name}: ${visible(path)} is nested too deeply to be compared`),
    ],
  };
}

/** Groups of submissions that are connected by pairs, the largest first. */
function clustersOf(pairs: readonly Pair[]): readonly (readonly string[])[] {
  return connected(pairs.map(({ left, right }) => [left.id, right.id] as const)).toSorted(
    (one, other) => other.length - one.length,
  );
}

import { NAME_CHARACTERS, visible } from "../../shared/escape.ts";
import { countWords } from "../../pipeline/report/wording.ts";
import type { Comparison, Pair, Passage, Source } from "./compare.ts";
import type { Similarity } from "./similarity-file.ts";
import { listedPairs, standsOut } from "./similarity.ts";

/** The data of similarity.html.hbs; the template must escape every string. */
export interface SimilarityView {
  readonly heading: string;
  readonly notes: readonly string[];
  readonly clusters: readonly { readonly label: string; readonly members: readonly string[] }[];
  readonly standing: string;
  readonly pairs: readonly PairView[];
}

interface PairView {
  readonly anchor: string;
  readonly left: string;
  readonly right: string;
  readonly bits: string;
  readonly share: string;
  readonly standsOut: boolean;
  readonly passages: readonly PassageView[];
  readonly morePassages: string | null;
}

interface PassageView {
  readonly bits: string;
  readonly sides: readonly SideView[];
}

interface SideView {
  readonly who: string;
  readonly place: string;
  readonly lines: readonly LineView[];
}

interface LineView {
  readonly number: string;
  readonly text: string;
  readonly isShared: boolean;
}

/** Pairs with their passages: beyond the ones that stand out, a few show what is usual in this class. */
const MIN_SHOWN = 15;
const MAX_SHOWN = 60;
const MAX_PASSAGES = 12;
const MAX_LINES = 80;
const MAX_LINE_CHARACTERS = 200;

/** Prepares a comparison for similarity.html.hbs. */
export function toSimilarityView({ submissions, clusters, notes }: Similarity, comparison: Comparison): SimilarityView {
  const names = new Map(submissions.map(({ id, name }) => [id, whoIs({ id, name })]));
  const standing = comparison.pairs.filter(standsOut).length;
  const shown = listedPairs(comparison.pairs, MIN_SHOWN).slice(0, MAX_SHOWN);
  return {
    heading: countWords(submissions.length, "submission"),
    notes: notes.map((note) => visible(note, 600)),
    clusters: clusters.map((ids, index) => ({
      label: `Group ${index + 1}`,
      members: ids.map((id) => names.get(id) ?? ""),
    })),
    standing: standing === 0 ? "No pair stands out." : `${countWords(standing, "pair")} to look at.`,
    pairs: shown.map((pair, index) => pairView(pair, index, comparison.passagesOf(pair))),
  };
}

function pairView(pair: Pair, index: number, passages: readonly Passage[]): PairView {
  const { left, right, bits, share } = pair;
  const more = passages.length - MAX_PASSAGES;
  return {
    anchor: `pair-${index + 1}`,
    left: whoIs(left),
    right: whoIs(right),
    bits: bits.toFixed(0),
    share: `${(100 * share).toFixed(0)} %`,
    standsOut: standsOut(pair),
    passages: passages.slice(0, MAX_PASSAGES).map((passage) => ({
      bits: passage.bits.toFixed(0),
      sides: [
        sideView(left, passage.left, passage.lines.left()),
        sideView(right, passage.right, passage.lines.right()),
      ],
    })),
    morePassages: more > 0 ? `${countWords(more, "more place")} with less in common.` : null,
  };
}

function sideView(source: Source, unit: Passage["left"], shared: ReadonlySet<number>): SideView {
  return {
    who: whoIs(source),
    place: visible(`${unit.file}:${unit.firstLine}${unit.name === "" ? "" : ` ${unit.name}`}`, NAME_CHARACTERS),
    lines: unit.lines.slice(0, MAX_LINES).map((text, index) => ({
      number: String(unit.firstLine + index),
      text: visible(text.replaceAll("\t", "  "), MAX_LINE_CHARACTERS),
      isShared: shared.has(index),
    })),
  };
}

function whoIs({ id, name }: Pick<Source, "id" | "name">): string {
  const shown = visible(name, NAME_CHARACTERS).trim();
  return shown === "" || id === name ? visible(id, NAME_CHARACTERS) : `${shown} (${visible(id, NAME_CHARACTERS)})`;
}

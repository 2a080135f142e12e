import { groupBy } from "../../shared/group-by.ts";
import { toWords, type Word } from "./words.ts";

/** A text that no student may have, or of which only some lines are secret. */
export interface SecretText {
  /** Where it stands, for whoever reads a finding: a path in this repository. */
  readonly source: string;
  readonly text: string;
  /** Absent where every line is secret. */
  readonly isSecret?: (line: number) => boolean;
  /** Found as one whole only, as the sentences of the rubric are; otherwise any five lines of it are. */
  readonly whole?: true;
}

/** Words in a row that are looked for. */
export interface Needle {
  readonly source: string;
  readonly line: number;
  readonly words: readonly string[];
}

/** So many words in a row are nobody's by chance, unless both were copied. */
export const RUN_WORDS = 16;
/** A piece of so many lines is found even if it has fewer words than that. */
export const PIECE_LINES = 5;
/** Fewer words than that say nothing: `});`, `return total;`. */
export const FEWEST_WORDS = 6;

interface SecretWord extends Word {
  readonly secret: boolean;
}

/** What is looked for: every run of 16 words, and every five lines that have fewer, if at least half of it is secret. */
export function needlesOf({ source, text, isSecret = () => true, whole }: SecretText): readonly Needle[] {
  const words = toWords(withoutImports(text)).map((word) => ({ ...word, secret: isSecret(word.line) }));
  const pieces = whole === true ? [words] : shortPieces(words, text.split("\n").length);
  return [...runs(words), ...pieces.filter(({ length }) => length < RUN_WORDS)]
    .filter((found) => found.length >= FEWEST_WORDS)
    .filter((found) => 2 * found.filter(({ secret }) => secret).length >= found.length)
    .map((found) => ({ source, line: found[0]?.line ?? 1, words: found.map((word) => word.text) }));
}

function runs(words: readonly SecretWord[]): readonly (readonly SecretWord[])[] {
  return words.slice(RUN_WORDS - 1).map((_, start) => words.slice(start, start + RUN_WORDS));
}

/** The words of each five lines in a row. */
function shortPieces(words: readonly SecretWord[], lines: number): readonly (readonly SecretWord[])[] {
  const byLine = groupBy(words, ({ line }) => line);
  return Array.from({ length: Math.max(1, lines - PIECE_LINES + 1) }, (_, above) =>
    Array.from({ length: PIECE_LINES }, (_, index) => byLine.get(above + index + 1) ?? []).flat(),
  );
}

/** Imports are everybody's. Their lines stay, empty, so that the others keep their numbers. */
function withoutImports(text: string): string {
  return text.replace(/^(?:import|export) [^;"]*? from "[^"]+";$|^import "[^"]+";$/gm, (found) =>
    found.replace(/[^\n]/g, ""),
  );
}

import { groupBy } from "../../shared/group-by.ts";
import { toWords, type Word } from "./words.ts";

/** A text of which all or some lines are secret. */
export interface SecretText {
  /** Shown in findings: a path in this repository, or the name of a sentence. */
  readonly source: string;
  readonly text: string;
  /** By line, from 1; absent if every line is secret. */
  readonly isSecret?: (line: number) => boolean;
  /** Only found as a whole, like a sentence of the rubric. Without it, any five lines are found. */
  readonly whole?: true;
}

/** A sequence of words to search for. */
export interface Needle {
  readonly source: string;
  readonly line: number;
  readonly words: readonly string[];
}

/** Two texts rarely share this many words in a row by chance. */
const RUN_WORDS = 16;
/** A piece of this many lines is found even with fewer words. */
export const PIECE_LINES = 5;
/** Shorter pieces occur anywhere: `});`, `return total;`. */
export const FEWEST_WORDS = 6;

interface SecretWord extends Word {
  readonly secret: boolean;
}

/** Every run of 16 words, and every five lines with fewer words, if at least half of the words are secret. */
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

/** The words of every five lines in a row. */
function shortPieces(words: readonly SecretWord[], lines: number): readonly (readonly SecretWord[])[] {
  const byLine = groupBy(words, ({ line }) => line);
  return Array.from({ length: Math.max(1, lines - PIECE_LINES + 1) }, (_, above) =>
    Array.from({ length: PIECE_LINES }, (_, index) => byLine.get(above + index + 1) ?? []).flat(),
  );
}

/** Removes imports, which are not secret. Their lines stay, empty, so that the others keep their numbers. */
function withoutImports(text: string): string {
  return text.replace(/^(?:import|export) [^;"]*? from "[^"]+";$|^import "[^"]+";$/gm, (found) =>
    found.replace(/[^\n]/g, ""),
  );
}

import { format } from "prettier";
import { PIECE_LINES, type SecretText } from "../secrets.ts";
import { toWords, type Word } from "../words.ts";

/** Five lines in a row of a file of the solution. */
export interface Piece {
  readonly source: string;
  readonly line: number;
  readonly text: string;
  /** The same code in a different style. */
  readonly reformatted: string;
}

/** Pieces with fewer are brackets, or public code around a line that could occur anywhere. */
const FEWEST_SECRET_LINES = 3;
const OTHER_STYLE = { printWidth: 60, tabWidth: 4, semi: false, singleQuote: true, trailingComma: "none" } as const;

/** Every five lines in a row with at least three secret lines that contain words. */
export async function piecesOf({ source, text, isSecret = () => true }: SecretText): Promise<readonly Piece[]> {
  const formatted = await format(text, { parser: "typescript", ...OTHER_STYLE });
  const lines = text.split("\n");
  const isTelling = lines.map((content, index) => isSecret(index + 1) && /\w/.test(content));
  return lines.slice(PIECE_LINES - 1).flatMap((_, above): readonly Piece[] => {
    const secretLines = isTelling.slice(above, above + PIECE_LINES).filter(Boolean).length;
    if (secretLines < FEWEST_SECRET_LINES) return [];
    const line = above + 1;
    const piece = lines.slice(above, above + PIECE_LINES).join("\n");
    return [{ source, line, text: piece, reformatted: sameWords({ text, line, formatted }) }];
  });
}

/** The lines of the formatted text that contain the words of a piece. */
function sameWords({
  text,
  line,
  formatted,
}: {
  readonly text: string;
  readonly line: number;
  readonly formatted: string;
}): string {
  const [words, formattedWords] = [toWords(text), toWords(formatted)];
  if (!isSame(words, formattedWords)) throw new Error("prettier changed the words of a text");
  const first = words.findIndex((word) => word.line >= line);
  const after = words.findIndex((word) => word.line >= line + PIECE_LINES);
  const last = formattedWords.at(after === -1 ? -1 : after - 1);
  return formatted
    .split("\n")
    .slice((formattedWords[first]?.line ?? 1) - 1, last?.line)
    .join("\n");
}

function isSame(left: readonly Word[], right: readonly Word[]): boolean {
  return left.length === right.length && left.every(({ text }, index) => text === right[index]?.text);
}

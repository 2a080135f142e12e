import { format } from "prettier";
import { PIECE_LINES, type SecretText } from "../secrets.ts";
import { toWords, type Word } from "../words.ts";

/** Five lines in a row of the solution. */
export interface Piece {
  readonly source: string;
  readonly line: number;
  readonly text: string;
  /** The same code as another formatter would have it. */
  readonly laidOutAnew: string;
}

/** Most of five lines. With fewer of them a piece is brackets, or public code around a line that is anybody's. */
const FEWEST_SECRET_LINES = 3;
const OTHER_STYLE = { printWidth: 60, tabWidth: 4, semi: false, singleQuote: true, trailingComma: "none" } as const;

/** Every five lines in a row of a solution's file of which at least three say something that students have to write. */
export async function piecesOf({ source, text, isSecret = () => true }: SecretText): Promise<readonly Piece[]> {
  const anew = await format(text, { parser: "typescript", ...OTHER_STYLE });
  const lines = text.split("\n");
  const says = lines.map((content, index) => isSecret(index + 1) && /\w/.test(content));
  return lines.slice(PIECE_LINES - 1).flatMap((_, above): readonly Piece[] => {
    const secretLines = says.slice(above, above + PIECE_LINES).filter(Boolean).length;
    if (secretLines < FEWEST_SECRET_LINES) return [];
    const line = above + 1;
    const piece = lines.slice(above, above + PIECE_LINES).join("\n");
    return [{ source, line, text: piece, laidOutAnew: sameWords({ text, line, anew }) }];
  });
}

/** The lines of a text laid out anew that hold the words of five lines of the text. */
function sameWords({
  text,
  line,
  anew,
}: {
  readonly text: string;
  readonly line: number;
  readonly anew: string;
}): string {
  const [words, wordsAnew] = [toWords(text), toWords(anew)];
  if (!isSame(words, wordsAnew)) throw new Error("a formatter changed the words of a text");
  const first = words.findIndex((word) => word.line >= line);
  const after = words.findIndex((word) => word.line >= line + PIECE_LINES);
  const last = wordsAnew.at(after === -1 ? -1 : after - 1);
  return anew
    .split("\n")
    .slice((wordsAnew[first]?.line ?? 1) - 1, last?.line)
    .join("\n");
}

function isSame(left: readonly Word[], right: readonly Word[]): boolean {
  return left.length === right.length && left.every(({ text }, index) => text === right[index]?.text);
}

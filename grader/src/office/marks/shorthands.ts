import { CST, Lexer } from "yaml";

/** All or no points for a question, by one word. */
export type Shorthand = "full" | "none";

/** A text whose shorthands are blanks, and the shorthands by the offset of their keys. */
export interface WithoutShorthands {
  readonly text: string;
  readonly shorthands: ReadonlyMap<number, Shorthand>;
}

const SHORTHAND = /^(full|none)(?=[ \t]*(?:\r?\n|$))/i;

/**
 * Takes the words of `W1: full` out of a text, where `W1` is one of the keys. YAML does not allow a word and lines below it, but
 * that is what a marker writes who does not want to delete the criteria. Words in comments and strings do not count.
 *
 * @param tokens those of the text, if it was lexed before
 */
export function takeShorthands(
  text: string,
  keys: readonly string[],
  tokens: Iterable<string> = new Lexer().lex(text),
): WithoutShorthands {
  const shorthands = new Map<number, Shorthand>();
  let rest = "";
  let [offset, key] = [0, { name: "", offset: 0 }];
  let isValue = false;
  for (const token of tokens) {
    if (MARKERS.has(token)) continue;
    const type = CST.tokenType(token);
    const word = isValue && keys.includes(key.name) ? SHORTHAND.exec(token)?.[0] : undefined;
    if (word !== undefined) shorthands.set(key.offset, word.toLowerCase() as Shorthand);
    rest += word === undefined ? token : token.replace(word, " ".repeat(word.length));
    if (type === "map-value-ind") isValue = true;
    else if (!SPACES.has(type ?? "")) [isValue, key] = [false, { name: nameOf(token), offset }];
    offset += token.length;
  }
  return { text: rest, shorthands };
}

/** Tokens that are not part of the text. */
export const MARKERS: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);
const SPACES: ReadonlySet<string> = new Set(["space", "newline", "comment"]);

/** The key that a scalar's token names; it may be the last line of a plain text, after a shorthand. */
function nameOf(token: string): string {
  return (token.split("\n").at(-1) ?? "").trim().replaceAll(/^["']|["']$/g, "");
}

/** A word of a text, and its line, counted from 1. */
export interface Word {
  readonly text: string;
  readonly line: number;
}

/** Names, numbers and words of prose, without the characters that a formatter, a comment or a diff puts between them. */
const WORD = /[\p{L}\p{N}_$]+/gu;
const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"' };
/** At least a line of code long; may be broken over lines. */
const BASE64 = /[A-Za-z0-9+/_-]{40,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*={0,2}/g;

/**
 * The words of a text, in lower case, without punctuation and line ends: the same for code that is reformatted, commented out
 * or put into a string.
 */
export function toWords(text: string): readonly Word[] {
  return text
    .normalize("NFC")
    .toLowerCase()
    .split("\n")
    .flatMap((content, index) => wordsOf(content).map((word) => ({ text: word, line: index + 1 })));
}

/** A text that a file contains. */
export interface Reading {
  readonly text: string;
  /** The line on which an encoded text begins; null for the text of the file itself. */
  readonly decodedFrom: number | null;
}

/** The texts in a file: its own, and those encoded as base64. */
export function readingsOf(bytes: Uint8Array): readonly Reading[] {
  // UTF-16 without its zero bytes is readable; invalid UTF-8 becomes U+FFFD, which is not part of a word.
  const text = Buffer.from(bytes).toString("utf8").replaceAll("\0", "");
  const decoded = [...text.matchAll(BASE64)].map((match) => ({
    text: Buffer.from(match[0], "base64").toString("utf8").replaceAll("\0", ""),
    decodedFrom: text.slice(0, match.index).split("\n").length,
  }));
  return [{ text, decodedFrom: null }, ...decoded];
}

function wordsOf(line: string): readonly string[] {
  // In a string of JSON or code, a line end is an escape sequence.
  const plain = line.replace(/\\[nrt]/g, " ").replace(/&(?:lt|gt|amp|quot);/g, (entity) => ENTITIES[entity] ?? " ");
  return plain.match(WORD) ?? [];
}

/** A word of a text, and the line it stands on, counted from 1. */
export interface Word {
  readonly text: string;
  readonly line: number;
}

/** Names, numbers and words of prose. What a formatter, a comment or a diff puts between them does not count. */
const WORD = /[\p{L}\p{N}_$]+/gu;
const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"' };
/** Long enough to hold a line of code; line breaks as mail programs and editors put them. */
const BASE64 = /[A-Za-z0-9+/_-]{40,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*={0,2}/g;

/**
 * The words of a text, in lower case: quotes, operators, brackets, commas, line ends and comment signs are left out, so
 * that code which was laid out anew, commented out or put into a string reads the same.
 */
export function toWords(text: string): readonly Word[] {
  return text
    .normalize("NFC")
    .toLowerCase()
    .split("\n")
    .flatMap((content, index) => wordsOf(content).map((word) => ({ text: word, line: index + 1 })));
}

/** One text that a file may be read as. */
export interface Reading {
  readonly text: string;
  /** The line of the file on which something begins that had to be decoded; null for the file as it is. */
  readonly decodedFrom: number | null;
}

/** The texts that a file may be read as: as it is, and what is written in it as base64. */
export function readingsOf(bytes: Uint8Array): readonly Reading[] {
  // Without zero bytes UTF-16 reads as Latin letters; what is no UTF-8 becomes U+FFFD, which is in no word.
  const text = Buffer.from(bytes).toString("utf8").replaceAll("\0", "");
  const decoded = [...text.matchAll(BASE64)].map((match) => ({
    text: Buffer.from(match[0], "base64").toString("utf8").replaceAll("\0", ""),
    decodedFrom: text.slice(0, match.index).split("\n").length,
  }));
  return [{ text, decodedFrom: null }, ...decoded];
}

function wordsOf(line: string): readonly string[] {
  // A line end within a string of JSON or of code is two letters.
  const plain = line.replace(/\\[nrt]/g, " ").replace(/&(?:lt|gt|amp|quot);/g, (entity) => ENTITIES[entity] ?? " ");
  return plain.match(WORD) ?? [];
}

import { terminalLine } from "./escape.ts";

/** A place in a file; line and column start at 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something in a file that its author has to fix. */
export interface Mistake extends Place {
  readonly message: string;
}

const MAX_SHOWN = 20;
const SHOWN_CHARACTERS = 60;

/** Renders mistakes, one per line, as file:line:column: message. */
export function renderMistakes(mistakes: readonly Mistake[]): string {
  const shown = mistakes.slice(0, MAX_SHOWN).map((mistake) => `${placeWords(mistake)}: ${mistake.message}`);
  const left = mistakes.length - shown.length;
  return [...shown, ...(left > 0 ? [`and ${left} more`] : [])].join("\n");
}

/** "a mistake", "2 mistakes" */
export function countMistakes({ length }: readonly Mistake[]): string {
  return length === 1 ? "a mistake" : `${length} mistakes`;
}

/** A place in the format that editors understand. */
export function placeWords({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** Quotes an untrusted text for one line of a terminal, in quotation marks that it cannot end. */
export function quoted(text: string): string {
  return JSON.stringify(terminalLine(text, SHOWN_CHARACTERS));
}

/** Joins words like "a, b or c". */
export function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

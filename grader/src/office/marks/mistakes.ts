import { defuseCommands, visible } from "../../shared/escape.ts";

/** Where in a marks file something stands; both count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something in a marks file that whoever wrote it has to put right. */
export interface Mistake extends Place {
  readonly message: string;
}

const MAX_SHOWN = 20;
const SHOWN_CHARACTERS = 60;

/** Mistakes as people and editors read them: file:line:column, one a line. */
export function renderMistakes(mistakes: readonly Mistake[]): string {
  const shown = mistakes.slice(0, MAX_SHOWN).map((mistake) => `${placeWords(mistake)}: ${mistake.message}`);
  const left = mistakes.length - shown.length;
  return [...shown, ...(left > 0 ? [`and ${left} more`] : [])].join("\n");
}

/** A place as editors read it. */
export function placeWords({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** A text that anybody may have written, in quotes, for one line of a terminal. */
export function quoted(text: string): string {
  return `"${defuseCommands(visible(text, SHOWN_CHARACTERS))}"`;
}

/** "a, b or c" */
export function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

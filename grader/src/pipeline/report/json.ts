import { parseResult, type Result } from "../score/result.ts";

const UNSAFE_IN_TERMINALS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Renders result.json, with keys in the order of the schema. @throws z.ZodError if the result violates the schema */
export function renderJson(result: Result): string {
  return renderSafeJson(parseResult(result));
}

/** Renders indented JSON in which control and bidi characters are escaped, so that it is safe to print in a terminal. */
export function renderSafeJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(UNSAFE_IN_TERMINALS, (character) => (character === "\n" ? character : unicodeEscape(character)))}\n`;
}

function unicodeEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

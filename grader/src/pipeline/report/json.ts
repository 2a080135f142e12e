import { parseResult, type Result } from "../score/result.ts";

const UNSAFE_IN_TERMINALS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A result as the text of result.json, its keys in the order of the schema.
 *
 * @throws z.ZodError when the result breaks its contract
 */
export function renderJson(result: Result): string {
  return renderSafeJson(parseResult(result));
}

/**
 * JSON with two spaces and a line feed at the end. Controls and bidi characters are escaped as JSON allows, so that the
 * file can be looked at in a terminal and reads back the same.
 */
export function renderSafeJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(UNSAFE_IN_TERMINALS, (character) => (character === "\n" ? character : unicodeEscape(character)))}\n`;
}

function unicodeEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

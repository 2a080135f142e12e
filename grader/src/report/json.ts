import { parseResult, type Result } from "../score/result.ts";

const UNSAFE_IN_TERMINALS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A result as the text of result.json: keys in the order of the schema, two spaces, a line feed at the end. Controls and
 * bidi characters are escaped as JSON allows, so that the file can be looked at in a terminal and reads back the same.
 *
 * @throws z.ZodError when the result breaks its contract
 */
export function renderJson(result: Result): string {
  const text = JSON.stringify(parseResult(result), null, 2);
  return `${text.replace(UNSAFE_IN_TERMINALS, (character) => (character === "\n" ? character : unicodeEscape(character)))}\n`;
}

function unicodeEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

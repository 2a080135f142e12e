import { inspect } from "node:util";

const MAX_QUOTED = 2000;
/** Letters, digits and the usual signs: no words, whatever they say. */
const PLAIN_PATH = /^[\p{L}\p{M}\p{N}_.@+/-]+$/u;

/** Text that a student wrote, cut, in quotation marks that it cannot end. */
export function quoted(text: string, maxLength = MAX_QUOTED): string {
  const shown = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return inspect(shown, { breakLength: Infinity });
}

/** A path that a student chose: quoted if it could be read as more than a path. */
export function pathInWords(path: string): string {
  return PLAIN_PATH.test(path) ? path : quoted(path);
}

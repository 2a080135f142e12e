import { escapeHtml, visibleText } from "../../../shared/escape.ts";

const MAX_PLAIN_CHARACTERS = 100_000;

/** A text as it was typed, with the reason why it is not rendered. */
export function renderPlain(text: string, why: string): string {
  const shown = text.slice(0, MAX_PLAIN_CHARACTERS).replace(/[\uD800-\uDBFF]$/, "");
  const left = text.length - shown.length;
  const more = left === 0 ? "" : `\n… (${left} more characters)`;
  return `<p class="note">This text is shown as it was typed: ${why}.</p>\n<pre tabindex="0">${escapeHtml(visibleText(shown) + more)}</pre>\n`;
}

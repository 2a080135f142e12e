import { renderMarkdown } from "../../../shared/markdown.ts";
import { renderPlain } from "./render-plain.ts";
import { sanitise } from "./sanitise.ts";

export interface AnswerOptions {
  /** The address of a picture that the text shows; null if it was not handed in. */
  readonly pictureOf: (path: string) => string | null;
  /** True if a line break in the text is one on the page. */
  readonly breaks?: boolean;
}

/** The text of answers.md as a whole has at most 30 000. */
const MAX_CHARACTERS = 40_000;
/** Text full of formulas becomes about eight times as long. */
const MAX_GROWTH = 25;
const SPARE_CHARACTERS = 4000;

/**
 * Safe HTML of a Markdown text that anyone may have written: no scripts, styles, forms or frames, nothing is loaded, and only
 * web and mail links lead elsewhere. A text that cannot be rendered is shown as it was typed.
 *
 * Rendering may take arbitrarily long: outside of tests use `createAnswerRenderer`, which has a deadline.
 */
export function renderAnswer(text: string, { pictureOf, breaks = false }: AnswerOptions): string {
  if (text.length > MAX_CHARACTERS) return renderPlain(text, `it has more than ${MAX_CHARACTERS} characters`);
  try {
    const html = sanitise(renderMarkdown(text, { breaks }), pictureOf);
    const isSmall = html.length <= MAX_GROWTH * text.length + SPARE_CHARACTERS;
    return isSmall ? html : renderPlain(text, "its formulas expand to far more than was typed");
  } catch (error) {
    if (error instanceof RangeError) return renderPlain(text, "it is nested too deeply");
    throw error;
  }
}

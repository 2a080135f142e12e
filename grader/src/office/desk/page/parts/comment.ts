import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import {
  choose,
  endComment,
  isFresh,
  leaveComment,
  offered,
  pick,
  pickByNumber,
  startDraft,
  type,
} from "../actions/commenting.ts";
import type { Page } from "../page.ts";
import { numberOf } from "../keys.ts";
import { marksAt } from "../state/shown.ts";
import { commentProblem, heldAt } from "../state/unsaved.ts";
import type { Draft, State } from "../state/state.ts";

const MAX_OFFERED = 9;

/** The comment for the student, and while it is written, the comments that were used before. */
export function commentPanel(state: State, page: Page): TemplateResult {
  const { draft } = state;
  const options = draft === null ? [] : offered(state, draft).slice(0, MAX_OFFERED);
  const isChosen = draft !== null && draft.chosen >= 0 && draft.chosen < options.length;
  const text = draft?.text ?? heldAt(state, state.place) ?? marksAt(state, state.place).comment;
  const problem = commentProblem(text);
  return html`<section class="comment" aria-label="Comment">
    <label for="comment">Comment for the student <kbd>c</kbd></label>
    <textarea
      id="comment"
      rows="3"
      spellcheck="true"
      aria-controls=${draft === null ? nothing : "used-comments"}
      aria-activedescendant=${isChosen ? `used-${draft.chosen}` : nothing}
      aria-describedby="comment-help"
      aria-invalid=${problem === null ? "false" : "true"}
      .value=${live(text)}
      @focus=${() => startDraft(page)}
      @blur=${() => leaveComment(page)}
      @input=${({ target }: InputEvent) => takeText(target as HTMLTextAreaElement, page)}
      @keyup=${({ target }: KeyboardEvent) => takeCaret(target as HTMLTextAreaElement, page)}
      @click=${({ target }: Event) => takeCaret(target as HTMLTextAreaElement, page)}
      @keydown=${(event: KeyboardEvent) => press(event, page)}
    ></textarea>
    ${problem === null ? nothing : html`<p class="note" role="alert">${problem}</p>`}
    ${draft === null ? nothing : used(options, draft, page)}
    <p id="comment-help" class="lead">
      ${draft === null ? html`<kbd>.</kbd> adds the last comment again.` : helpFor(draft, options.length)}
    </p>
  </section>`;
}

function helpFor(draft: Draft, count: number): TemplateResult {
  const picks = isFresh(draft)
    ? "1–9 uses a comment; to begin with a digit, type a space first."
    : "↓ and Enter use one.";
  return html`${count === 0 ? "No comment used before fits." : picks} <kbd>Esc</kbd> or
    <kbd>Ctrl</kbd>+<kbd>Enter</kbd>: back to marking. Blank lines separate comments.`;
}

function used(options: readonly { text: string; used: number }[], draft: Draft, page: Page): TemplateResult {
  return html`<ul id="used-comments" role="listbox" aria-label="Comments used before">
    ${options.map(
      ({ text, used: count }, index) =>
        html`<li
          id="used-${index}"
          role="option"
          aria-selected=${index === draft.chosen ? "true" : "false"}
          @mousedown=${(event: Event) => event.preventDefault()}
          @click=${() => pick(page, text)}
        >
          <kbd>${index + 1}</kbd> <span>${text}</span> <span class="count">${count}×</span>
        </li>`,
    )}
  </ul>`;
}

function takeText({ value, selectionEnd }: HTMLTextAreaElement, page: Page): void {
  type(page, value, selectionEnd);
}

function takeCaret({ selectionEnd }: HTMLTextAreaElement, page: Page): void {
  const { draft } = page.store.get();
  if (draft !== null && draft.caret !== selectionEnd) page.store.set({ draft: { ...draft, caret: selectionEnd } });
}

function press(event: KeyboardEvent, page: Page): void {
  const state = page.store.get();
  const { draft } = state;
  if (draft === null || event.isComposing) return;
  const run = actionOf(event, state, draft, page);
  if (run === null) return;
  event.preventDefault();
  run();
}

function actionOf(event: KeyboardEvent, state: State, draft: Draft, page: Page): (() => void) | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (key === "Escape" || (key === "Enter" && (ctrlKey || metaKey))) return () => endComment(page);
  if (ctrlKey || metaKey || altKey) return null;
  const options = offered(state, draft).slice(0, MAX_OFFERED);
  const number = isFresh(draft) ? numberOf(event) : null;
  const numbered = number === null ? undefined : options[number - 1];
  if (numbered !== undefined) return () => pickByNumber(page, numbered.text, event.timeStamp);
  const chosen = key === "Enter" && !shiftKey ? options[draft.chosen] : undefined;
  if (chosen !== undefined) return () => pick(page, chosen.text);
  if (options.length === 0) return null;
  // Within several lines the arrows move the caret, as everywhere.
  const isOneLine = !draft.text.slice(draft.caret).includes("\n");
  if (key === "ArrowDown" && isOneLine) return () => choose(page, 1);
  if (key === "ArrowUp" && draft.chosen >= 0) return () => choose(page, -1);
  return null;
}

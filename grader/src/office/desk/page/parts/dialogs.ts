import { html, nothing, type TemplateResult } from "lit-html";
import { ref } from "lit-html/directives/ref.js";
import { changeEverywhere } from "../actions/commenting.ts";
import { reveal } from "../actions/whole.ts";
import { focusAnswer, type Page } from "../page.ts";
import { KEYS } from "../keys.ts";
import { submissionOf } from "../state/shown.ts";
import type { Dialog, State } from "../state/state.ts";
import { pictureDialog } from "./picture.ts";

/** The dialog that is open, if one is. */
export function openDialog(state: State, page: Page): TemplateResult | typeof nothing {
  const { dialog } = state;
  if (dialog === null) return nothing;
  const close = (): void => {
    page.store.set({ dialog: null });
    focusAnswer();
  };
  return html`<dialog
    class=${dialog.kind}
    aria-labelledby="dialog-title"
    ${ref(showOnce)}
    @cancel=${close}
    @close=${close}
    @click=${({ target }: Event) => (target instanceof HTMLDialogElement ? close() : undefined)}
  >
    ${content(dialog, state, page, close)}
  </dialog>`;
}

function showOnce(element: Element | undefined): void {
  if (!(element instanceof HTMLDialogElement)) return;
  // Rendered, but not in the document yet.
  queueMicrotask(() => {
    if (element.isConnected && !element.open) element.showModal();
  });
}

function content(dialog: Dialog, state: State, page: Page, close: () => void): TemplateResult {
  if (dialog.kind === "keys") return keysHelp(close);
  if (dialog.kind === "name") return nameQuestion(state, page, dialog.key, close);
  if (dialog.kind === "picture") return pictureDialog(dialog, page, close);
  if (dialog.kind === "discard") return discardQuestion(state, page, close);
  return everywhereQuestion(dialog, page, close);
}

function keysHelp(close: () => void): TemplateResult {
  return html`<h2 id="dialog-title">Keys</h2>
    <dl class="key-list">
      <div>
        <dt><kbd>1</kbd>–<kbd>9</kbd></dt>
        <dd>give or take a criterion</dd>
      </div>
      ${KEYS.map(
        ({ key, what }) =>
          html`<div>
            <dt><kbd>${key}</kbd></dt>
            <dd>${what}</dd>
          </div>`,
      )}
    </dl>
    <p class="lead">
      In the comment: <kbd>1</kbd>–<kbd>9</kbd> in an empty line or <kbd>↓</kbd> <kbd>Enter</kbd> use a comment again;
      <kbd>Esc</kbd> or <kbd>Ctrl</kbd>+<kbd>Enter</kbd> go back to marking. In pictures: <kbd>+</kbd> <kbd>-</kbd>
      <kbd>0</kbd>, <kbd>r</kbd> turns, arrows move, <kbd>j</kbd> <kbd>k</kbd> show another.
    </p>
    <button type="button" autofocus @click=${close}>Close <kbd>Esc</kbd></button>`;
}

function nameQuestion(state: State, page: Page, key: string, close: () => void): TemplateResult {
  return html`<h2 id="dialog-title">Show the name of ${submissionOf(state, key).pseudonym}?</h2>
    <p>The marks file will note that you marked this submission knowing the name.</p>
    <div class="buttons">
      <button type="button" @click=${() => reveal(page, key)}>Show the name</button>
      <button type="button" autofocus @click=${close}>Cancel</button>
    </div>`;
}

function discardQuestion({ queue }: State, page: Page, close: () => void): TemplateResult {
  const discard = (): void => {
    page.sender.discard();
    close();
  };
  return html`<h2 id="dialog-title">Discard ${queue.length} ${queue.length === 1 ? "change" : "changes"}?</h2>
    <p>What is saved stays. What waits is lost, and undo does not bring it back.</p>
    <div class="buttons">
      <button type="button" @click=${discard}>Discard</button>
      <button type="button" autofocus @click=${close}>Keep</button>
    </div>`;
}

function everywhereQuestion(
  { replace, used }: Extract<Dialog, { kind: "everywhere" }>,
  page: Page,
  close: () => void,
): TemplateResult {
  const answers = `${used} more ${used === 1 ? "answer" : "answers"}`;
  return html`<h2 id="dialog-title">Change this comment in ${answers} too?</h2>
    <p class="said before">${replace.from}</p>
    <p class="said">${replace.to === "" ? "(removed)" : replace.to}</p>
    <div class="buttons">
      <button type="button" autofocus @click=${close}>Here only</button>
      <button type="button" @click=${() => changeEverywhere(page)}>Everywhere</button>
    </div>`;
}

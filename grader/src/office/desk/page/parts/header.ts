import { html, nothing, type TemplateResult } from "lit-html";
import { goToQuestion, setView } from "../actions/moving.ts";
import { refusedKey, isWholeUnsaved } from "../actions/whole.ts";
import { cleanComment } from "../../comments.ts";
import type { Page } from "../page.ts";
import { differences, isOpen } from "../state/places.ts";
import { countingMarks, progress, submissionOf } from "../state/shown.ts";
import type { State, View } from "../state/state.ts";

const VIEWS: readonly (readonly [view: View, label: string, key: string])[] = [
  ["question", "One question", "w"],
  ["submission", "One submission", "w"],
  ["groups", "Groups", "l"],
  ["differences", "Differences", "d"],
];

/** The top of the page: questions with their progress, views, and whether everything is saved. */
export function header(state: State, page: Page): TemplateResult {
  return html`<header>
    <h1>${state.desk.title}</h1>
    <p class="who">${state.desk.marker ?? "Marker without a name"} · <span class="file">${state.desk.file}</span></p>
    ${savedSign(state)}
    <button type="button" @click=${() => page.store.set({ dialog: { kind: "keys" } })}>Keys <kbd>?</kbd></button>
    <nav aria-label="Questions">${state.desk.questions.map(({ id }) => questionTab(id, state, page))}</nav>
    <nav aria-label="Views">${VIEWS.map((view) => viewButton(view, state, page))}</nav>
  </header>`;
}

function questionTab(id: string, state: State, page: Page): TemplateResult {
  const { done, all } = progress(state, id);
  return html`<button
    type="button"
    class="tab"
    aria-current=${state.place.question === id ? "true" : "false"}
    @click=${() => goToQuestion(page, id)}
  >
    ${id} <span class="count">${done}/${all}</span><span class="offscreen"> marked</span>
    <progress aria-hidden="true" max=${Math.max(all, 1)} value=${done}></progress>
  </button>`;
}

function viewButton([view, label, key]: (typeof VIEWS)[number], state: State, page: Page): TemplateResult {
  const open = view === "differences" ? differences(state).filter((place) => isOpen(state, place)).length : 0;
  return html`<button
    type="button"
    aria-pressed=${state.view === view ? "true" : "false"}
    @click=${() => setView(page, view)}
  >
    ${label}${open > 0 ? html` <span class="count">${open}</span>` : nothing} <kbd>${key}</kbd>
  </button>`;
}

/** Says "saved" only when everything is on disk. Read aloud only when saving fails, and when it works again. */
function savedSign(state: State): TemplateResult {
  const { queue, problem, draft } = state;
  const isTyped = draft !== null && cleanComment(draft.text) !== (countingMarks(state, draft)?.comment.trim() ?? "");
  const refused = refusedKey(state);
  const isSaved = queue.length === 0 && problem === null && !isTyped && refused === null && !isWholeUnsaved(state);
  const changes = `${queue.length} ${queue.length === 1 ? "change" : "changes"} not saved`;
  const count = queue.length === 0 ? "Nothing can be saved now" : changes;
  const waiting = refused === null ? "Saving…" : `Not saved: a text on ${submissionOf(state, refused).pseudonym}`;
  const text = isSaved ? "Saved" : problem === null ? waiting : count;
  return html`<p class=${refused === null ? "saved" : "saved is-refused"} id="saved" data-is-saved=${String(isSaved)}>
    <span aria-hidden="true">${text}</span>
    <span class="offscreen" role="status">${problem === null ? "Changes are saved." : count}</span>
  </p>`;
}

/** What keeps changes from being saved, with what to do. */
export function problemBanner(state: State, page: Page): TemplateResult {
  return html`<div>${waitingBanner(state, page)} ${asideBanner(state, page)}</div>`;
}

/** Changes that can never be saved. */
function asideBanner({ aside }: State, page: Page): TemplateResult | typeof nothing {
  if (aside.length === 0) return nothing;
  return html`<div class="problem" role="alert">
    <p>
      Not saved, and put aside: ${aside.map((each) => html`${each}. `)}What you typed is in its field still; the rest
      was saved.
    </p>
    <button type="button" @click=${() => page.store.set({ aside: [] })}>Seen</button>
  </div>`;
}

function waitingBanner({ problem, queue }: State, page: Page): TemplateResult | typeof nothing {
  if (problem === null) return nothing;
  const changes = `${queue.length} ${queue.length === 1 ? "change is" : "changes are"} not saved.`;
  const count = queue.length === 0 ? "Nothing can be saved until then." : changes;
  const sentence =
    problem.kind === "offline"
      ? "The desk does not answer: is `robustness-lab mark` still running? Keep this page open; it tries again every 2 seconds."
      : `${problem.sentence.replace(/[.\s]*$/, "")}.`;
  return html`<div class="problem" role="alert">
    <p>${sentence} ${count} Keys still work: what you mark is kept here and saved in order.</p>
    <button type="button" @click=${() => page.sender.reload()}>Try again</button>
    ${
      queue.length === 0
        ? nothing
        : html`<button type="button" @click=${() => page.store.set({ dialog: { kind: "discard" } })}>
            Discard ${queue.length}
          </button>`
    }
  </div>`;
}

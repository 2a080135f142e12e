import { html, nothing, type TemplateResult } from "lit-html";
import { copyToGroup } from "../actions/marking.ts";
import { openGroup, splitOut, toggleGroup, toggleMember } from "../actions/moving.ts";
import type { Page } from "../page.ts";
import { answerOf, groupOf, groupsOf, isDone, submissionOf } from "../state/shown.ts";
import type { Place, State } from "../state/state.ts";

/* Answers that are empty, identical or very alike. */

/** Says how many answers are like this one, and which of them keys mark. */
export function groupBar(state: State, page: Page): TemplateResult | typeof nothing {
  const { place, together } = state;
  const members = groupOf(state, place);
  if (members.length < 2 || state.view === "differences") return nothing;
  if (together === null) {
    return html`<p class="group">
      ${members.length - 1} more like this.
      <button type="button" @click=${() => toggleGroup(page)}>Mark together <kbd>g</kbd></button>
    </p>`;
  }
  const count = together.length + 1;
  return html`<section class="group is-on" aria-label="Group">
    <p>Keys mark ${count} answers together.</p>
    <ul>
      ${members.filter((key) => key !== place.key).map((key) => member(state, page, key))}
    </ul>
    <button type="button" @click=${() => copyToGroup(page)}>Give all ${count} the marks and comment of this one</button>
    <button type="button" @click=${() => splitOut(page, place.key)}>Take this one out of the group</button>
    <button type="button" @click=${() => toggleGroup(page)}>This one alone <kbd>g</kbd></button>
  </section>`;
}

function member(state: State, page: Page, key: string): TemplateResult {
  const { pseudonym } = submissionOf(state, key);
  const isIn = state.together?.includes(key) === true;
  return html`<li>
    <label
      ><input type="checkbox" .checked=${isIn} @change=${() => toggleMember(page, key)} /> ${pseudonym}${
        isDone(state, { ...state.place, key }) ? " (marked)" : nothing
      }</label
    >
    <button type="button" @click=${() => splitOut(page, key)}>
      Split<span class="offscreen"> ${pseudonym} out of the group</span>
    </button>
  </li>`;
}

/** The other members' answers below this one, to compare. */
export function groupMembers(state: State, page: Page): TemplateResult | typeof nothing {
  const { place, together } = state;
  if (together === null || answerOf(state, place).isEmpty) return nothing;
  const others = groupOf(state, place).filter((key) => key !== place.key);
  return html`<section aria-label="Other answers of the group">
    ${others.map((key) => otherAnswer(state, page, { ...place, key }))}
  </section>`;
}

function otherAnswer(state: State, page: Page, place: Place): TemplateResult {
  return html`<h3 class="other">${submissionOf(state, place.key).pseudonym}</h3>
    ${page.answers.nodeOf(place, answerOf(state, place).isWhole) ?? html`<p class="nothing">Loading…</p>`}`;
}

/** All groups of the question, largest first. */
export function groupList(state: State, page: Page): TemplateResult {
  const { question } = state.place;
  const groups = groupsOf(state, question);
  return html`<main id="answer" tabindex="0" aria-label="Groups">
    <h2>Groups of ${question}</h2>
    ${groups.length === 0 ? html`<p class="nothing">No two answers are alike.</p>` : nothing}
    <ol class="groups">
      ${groups.map((keys, index) => groupRow(state, page, { keys, number: index + 1 }))}
    </ol>
  </main>`;
}

interface Row {
  readonly keys: readonly string[];
  readonly number: number;
}

function groupRow(state: State, page: Page, { keys, number }: Row): TemplateResult {
  const { question } = state.place;
  const [first = ""] = keys;
  const done = keys.filter((key) => isDone(state, { question, key })).length;
  const what = answerOf(state, { question, key: first }).isEmpty ? "empty" : "alike";
  return html`<li>
    <button type="button" @click=${() => openGroup(page, number)}>
      ${number > 9 ? nothing : html`<kbd>${number}</kbd> `}${keys.length} ${what}, ${done} marked
    </button>
    <span class="names">${keys.map((key) => submissionOf(state, key).pseudonym).join(", ")}</span>
  </li>`;
}

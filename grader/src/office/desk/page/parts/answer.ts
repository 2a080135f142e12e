import { html, nothing, type TemplateResult } from "lit-html";
import { openPicture } from "../actions/pictures.ts";
import { goToUnmarked, show, step } from "../actions/moving.ts";
import type { Page } from "../page.ts";
import { total } from "../state/marks.ts";
import { isDecided, isFlagged, isSame, sequence } from "../state/places.ts";
import { answerOf, isDone, questionOf, submissionOf } from "../state/shown.ts";
import type { Place, State } from "../state/state.ts";
import { documents } from "./documents.ts";
import { groupBar, groupMembers } from "./group.ts";

/** The middle of the page: the answer as it was handed in, or all answers of a submission. */
export function answerPanel(state: State, page: Page): TemplateResult {
  const { place } = state;
  const submission = submissionOf(state, place.key);
  return html`<main
    id="answer"
    tabindex="0"
    aria-label="Answer"
    @click=${(event: Event) => zoomInto(event, page)}
    @keydown=${(event: KeyboardEvent) => zoomByKey(event, page)}
  >
    ${heading(state, page)} ${groupBar(state, page)} ${earlierMarks(state)}
    ${submission.notes.map((note) => html`<p class="note">${note}</p>`)}
    ${state.view === "submission" ? wholeSubmission(state, page) : oneAnswer(state, page, place)}
    ${documents(submission, !hasText(state, page))} ${groupMembers(state, page)}
  </main>`;
}

function heading(state: State, page: Page): TemplateResult {
  const { place } = state;
  const { pseudonym, revealed } = submissionOf(state, place.key);
  const [number, count] = position(state);
  const button = (label: string, key: string, run: () => void): TemplateResult =>
    html`<button type="button" @click=${run}>${label} <kbd>${key}</kbd></button>`;
  return html`<div class="heading">
    <h2>${pseudonym}${revealed === null ? nothing : html` <span class="name">${revealed}</span>`}</h2>
    <p class="eyebrow">
      ${number === 0 ? nothing : `${number} of ${count}`}
      ${states(state).map((each) => html`<span class="tag">${each}</span>`)}
    </p>
    <div class="buttons">
      ${button("Previous", "k", () => step(page, -1))} ${button("Next", "j", () => step(page, 1))}
      ${button("Next unmarked", "u", () => goToUnmarked(page))}
    </div>
    ${state.view === "submission" ? nothing : html`<p class="question">${titleOf(state, place)}</p>`}
  </div>`;
}

/** Which one of how many this is; submissions are counted where they are shown whole. */
function position(state: State): readonly [number: number, count: number] {
  const places = sequence(state);
  if (state.view !== "submission") return [places.findIndex((each) => isSame(each, state.place)) + 1, places.length];
  const keys = [...new Set(places.map(({ key }) => key))];
  return [keys.indexOf(state.place.key) + 1, keys.length];
}

function titleOf(state: State, { question }: Place): string {
  return `${question}. ${questionOf(state, question).question}`;
}

/** What the answer of an earlier submission got, until this one is marked. */
function earlierMarks(state: State): TemplateResult | typeof nothing {
  const { marks, isOutdated } = answerOf(state, state.place);
  const { criteria, maxPoints } = questionOf(state, state.place.question);
  if (!isOutdated || marks === null || isDone(state, state.place)) return nothing;
  const comment = marks.comment === "" ? "no comment" : `the comment "${marks.comment}"`;
  return html`<p class="note">
    Handed in again since it was marked: the earlier answer got ${total(marks, criteria)} of ${maxPoints} and
    ${comment}. That does not count for this one.
  </p>`;
}

function states(state: State): readonly string[] {
  const { place } = state;
  return [
    isDone(state, place)
      ? "marked"
      : answerOf(state, place).isOutdated
        ? "not marked since handed in again"
        : "not marked",
    ...(isFlagged(state, place) ? ["second opinion"] : []),
    ...(isDecided(state, place) ? ["final"] : []),
  ];
}

/** One answer; plain words where there is nothing to show. */
function oneAnswer(state: State, page: Page, place: Place): TemplateResult {
  const { isEmpty, isWhole } = answerOf(state, place);
  const node = page.answers.nodeOf(place, isWhole);
  if (isEmpty) return html`<p class="nothing">The answer is empty.</p>`;
  if (node === null) return missing(state, page, place);
  if (!isWhole) return html`${node}`;
  return html`<p class="note">No heading for ${place.question}: this is the whole text.</p>
    ${node}`;
}

function missing(state: State, { answers }: Page, { key, question }: Place): TemplateResult {
  if (!answers.isLoaded(key)) return html`<p class="nothing">Loading…</p>`;
  const isElsewhere = submissionOf(state, key).documents.length > 0;
  return html`<p class="nothing">
    No text for ${question}${isElsewhere ? ": see the documents below" : " was found"}.
  </p>`;
}

function wholeSubmission(state: State, page: Page): TemplateResult {
  const { key } = state.place;
  const places = state.desk.questions.map(({ id }) => ({ question: id, key }));
  const isAnyWhole = places.some((place) => answerOf(state, place).isWhole);
  const whole = isAnyWhole ? page.answers.nodeOf(state.place, true) : null;
  return html`${
    whole === null
      ? nothing
      : html`<p class="note">The whole text, for questions without a heading:</p>
          ${whole}`
  }
  ${places.map((place) => section(state, page, place))}`;
}

function section(state: State, page: Page, place: Place): TemplateResult {
  const isCurrent = isSame(place, state.place);
  const { isWhole, isEmpty } = answerOf(state, place);
  return html`<section class="part" aria-current=${isCurrent ? "true" : "false"}>
    <h3>
      <button type="button" @click=${() => show(page, place)}>${titleOf(state, place)}</button>
      ${isDone(state, place) ? html`<span class="tag">marked</span>` : nothing}
    </h3>
    ${isWhole && !isEmpty ? html`<p class="note">In the whole text above.</p>` : oneAnswer(state, page, place)}
  </section>`;
}

/** Whether there is something to read besides documents. */
function hasText(state: State, { answers }: Page): boolean {
  const { isEmpty, isWhole } = answerOf(state, state.place);
  return state.view === "submission" || (!isEmpty && answers.nodeOf(state.place, isWhole) !== null);
}

function zoomInto({ target }: Event, page: Page): void {
  if (target instanceof HTMLImageElement && target.closest(".rendered") !== null) openPicture(page, target);
}

function zoomByKey(event: KeyboardEvent, page: Page): void {
  if (event.key !== "Enter" && event.key !== " ") return;
  if (event.target instanceof HTMLImageElement) event.preventDefault();
  zoomInto(event, page);
}

import { html, nothing, type TemplateResult } from "lit-html";
import { unsafeHTML } from "lit-html/directives/unsafe-html.js";
import type { DeskCriterion, DeskQuestion, Marks } from "../../protocol.ts";
import { giveAll, pressCriterion, toggleSecondOpinion, unmark } from "../actions/marking.ts";
import type { Page } from "../page.ts";
import { pointsOf, total, untouched } from "../state/marks.ts";
import { marksAt, questionOf } from "../state/shown.ts";
import type { State } from "../state/state.ts";

/** The criteria with their points, beside the answer. */
export function criteriaPanel(state: State, page: Page): TemplateResult {
  const question = questionOf(state, state.place.question);
  const marks = marksAt(state, state.place);
  const sum = total(marks, question.criteria);
  const isUnmarked = untouched(marks, question.criteria).length === question.criteria.length;
  return html`<div class="total">
      <h2>Criteria of ${question.id}</h2>
      <p id="total">
        ${isUnmarked ? html`<span class="earned">unmarked</span>` : html`<span class="earned">${sum}</span> of ${question.maxPoints}`}
      </p>
    </div>
    <ol class="criteria">
      ${question.criteria.map((criterion, index) => row({ criterion, number: index + 1, marks, state, page }))}
    </ol>
    ${hint(state, marks, question)}
    <div class="buttons">
      ${tool("Full", "f", () => giveAll(page, 1))} ${tool("None", "0", () => giveAll(page, 0))}
      ${tool("Unmark", "x", () => unmark(page))}
      <button
        type="button"
        aria-pressed=${marks.secondOpinion ? "true" : "false"}
        @click=${() => toggleSecondOpinion(page)}
      >
        Second opinion <kbd>s</kbd>
      </button>
    </div>
    ${guide(state, page, question)}
    <details class="guide">
      <summary>The question as students get it</summary>
      <div class="rendered">${unsafeHTML(question.text)}</div>
    </details>`;
}

function tool(label: string, key: string, run: () => void): TemplateResult {
  return html`<button type="button" @click=${run}>${label} <kbd>${key}</kbd></button>`;
}

interface Row {
  readonly criterion: DeskCriterion;
  readonly number: number;
  readonly marks: Marks;
  readonly state: State;
  readonly page: Page;
}

function row({ criterion, number, marks, state, page }: Row): TemplateResult {
  const points = pointsOf(marks, criterion);
  const press = (isHalf: boolean) => () => {
    page.store.set({ isHalf });
    pressCriterion(page, number);
  };
  const willBeNone = points === null && state.isTouched;
  return html`<li data-state=${points === null ? "unmarked" : points > 0 ? "given" : "none"}>
    <button type="button" class="criterion" aria-pressed=${pressed(points, criterion)} @click=${press(false)}>
      <kbd>${number}</kbd> <span class="title">${criterion.title}</span>
      <span class="points">${points ?? (willBeNone ? "0?" : "–")} / ${criterion.points}</span>
    </button>
    <button type="button" class="half" aria-label="Half a point less: ${criterion.title}" @click=${press(true)}>
      ½
    </button>
    <p class="look-for">${criterion.lookFor}</p>
  </li>`;
}

function pressed(points: number | null, { points: max }: DeskCriterion): "true" | "false" | "mixed" {
  if (points === null) return "false";
  return points === max ? "true" : points === 0 ? "false" : "mixed";
}

function hint(state: State, marks: Marks, { criteria }: DeskQuestion): TemplateResult | typeof nothing {
  const missing = untouched(marks, criteria).length;
  if (!state.isTouched || missing === 0) return nothing;
  return html`<p class="hint">
    Going on with <kbd>j</kbd> or <kbd>u</kbd> sets the other ${missing === 1 ? "one" : missing} to 0.
    <kbd>k</kbd> leaves ${missing === 1 ? "it" : "them"} unmarked.
  </p>`;
}

/** Folded, and as it was left for the next answer. */
function guide({ isGuideOpen }: State, page: Page, { modelAnswer, wrongAnswers }: DeskQuestion): TemplateResult {
  const remember = ({ target }: Event): void => page.store.set({ isGuideOpen: (target as HTMLDetailsElement).open });
  return html`<details class="guide" .open=${isGuideOpen} @toggle=${remember}>
    <summary>Model answer and typical wrong answers <kbd>m</kbd></summary>
    <div class="rendered">${unsafeHTML(modelAnswer)}</div>
    ${wrongAnswers.length === 0 ? nothing : html`<h3>Typical wrong answers</h3>`}
    <ul>
      ${wrongAnswers.map(({ answer, points, why }) => html`<li><strong>${points}</strong> ${answer} <em>${why}</em></li>`)}
    </ul>
  </details>`;
}

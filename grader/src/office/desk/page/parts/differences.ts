import { html, nothing, type TemplateResult } from "lit-html";
import type { DeskCriterion } from "../../protocol.ts";
import { takeColumn } from "../actions/marking.ts";
import { show } from "../actions/moving.ts";
import type { Page } from "../page.ts";
import { pointsOf, total } from "../state/marks.ts";
import { columns, differ, differences, isDecided, isFlagged, isSame, type Column } from "../state/places.ts";
import { questionOf, submissionOf } from "../state/shown.ts";
import type { Place, State } from "../state/state.ts";

/* Where markers differ: their marks side by side, and a decision. */

const LETTERS = "ABCDEFGH";

/** All answers that need a decision or have one. */
export function differenceList(state: State, page: Page): TemplateResult {
  const places = differences(state);
  return html`<nav class="differences" aria-label="Differences">
    ${places.length === 0 ? html`<p class="nothing">Markers agree wherever two marked the same answer.</p>` : nothing}
    <ol>
      ${places.map((place) => listRow(state, page, place))}
    </ol>
  </nav>`;
}

function listRow(state: State, page: Page, place: Place): TemplateResult {
  const { criteria } = questionOf(state, place.question);
  const totals = columns(state, place).map(({ marks }) => total(marks, criteria));
  return html`<li>
    <button
      type="button"
      aria-current=${isSame(place, state.place) ? "true" : "false"}
      @click=${() => show(page, place)}
    >
      ${place.question} ${submissionOf(state, place.key).pseudonym}
      <span class="count">${totals.join(" : ")} ${statusOf(state, place)}</span>
    </button>
  </li>`;
}

function statusOf(state: State, place: Place): string {
  if (isDecided(state, place)) return "decided";
  return isFlagged(state, place) && !differ(state, place) ? "second opinion" : "";
}

/** The marks of all markers on this answer, side by side. */
export function comparison(state: State, page: Page): TemplateResult | typeof nothing {
  const all = columns(state, state.place);
  if (all.length === 0) return nothing;
  const { criteria } = questionOf(state, state.place.question);
  return html`<section class="comparison" aria-label="Marks of all markers">
    <table>
      <thead>
        <tr>
          <th scope="col">Criterion</th>
          ${all.map(({ marker }, index) => html`<th scope="col">${LETTERS[index]} ${marker ?? "you"}</th>`)}
        </tr>
        <tr>
          <th scope="row">Decision</th>
          ${all.map((column, index) => html`<td>${takeButton(column, index, page)}</td>`)}
        </tr>
      </thead>
      <tbody>
        ${criteria.map((criterion) => criterionRow(criterion, all))}
      </tbody>
    </table>
    ${all.map((column, index) => commentOf(column, index))}
    <p class="lead">Or give points below; they are final once every criterion has some.</p>
  </section>`;
}

/** Below the table, whose columns are narrow. */
function commentOf({ marks, marker }: Column, index: number): TemplateResult | typeof nothing {
  if (marks.comment === "") return nothing;
  return html`<p class="lead">Comment of ${LETTERS[index]} ${marker ?? "you"}</p>
    <div class="said">${marks.comment}</div>`;
}

function criterionRow(criterion: DeskCriterion, all: readonly Column[]): TemplateResult {
  const points = all.map(({ marks }) => pointsOf(marks, criterion));
  return html`<tr class=${new Set(points).size > 1 ? "differs" : ""}>
    <th scope="row">${criterion.title}</th>
    ${points.map((each) => html`<td>${each ?? "–"}</td>`)}
  </tr>`;
}

function takeButton({ marker }: Column, index: number, page: Page): TemplateResult {
  const key = index < 2 ? html` <kbd>${LETTERS[index]?.toLowerCase()}</kbd>` : nothing;
  return html`<button type="button" @click=${() => takeColumn(page, index)}>
    Take<span class="offscreen"> the marks of ${marker ?? "you"}</span>${key}
  </button>`;
}

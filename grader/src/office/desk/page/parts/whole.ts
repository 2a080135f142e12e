import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { adjustmentProblem, typeWhole, wholeFields } from "../actions/whole.ts";
import { leaveTyping } from "../actions/moving.ts";
import type { Page } from "../page.ts";
import type { State } from "../state/state.ts";

/** An overall comment, and an adjustment with its reason. */
export function wholePanel(state: State, page: Page): TemplateResult {
  const fields = wholeFields(state);
  const problem = adjustmentProblem(fields);
  const take = (name: "comment" | "points" | "reason") => ({
    input: ({ target }: Event) => typeWhole(page, { [name]: (target as HTMLInputElement).value }),
  });
  return html`<section class="whole" aria-label="Whole submission" @focusout=${() => leaveTyping(page)}>
    <h2>Whole submission</h2>
    <label for="overall">Overall comment</label>
    <textarea id="overall" rows="3" .value=${live(fields.comment)} @input=${take("comment").input}></textarea>
    <label for="adjustment">Adjustment in points</label>
    <input id="adjustment" inputmode="decimal" .value=${live(fields.points)} @input=${take("points").input} />
    <label for="reason">Reason, for the student</label>
    <input id="reason" .value=${live(fields.reason)} @input=${take("reason").input} />
    ${problem === null ? nothing : html`<p class="note">${problem}</p>`}
  </section>`;
}

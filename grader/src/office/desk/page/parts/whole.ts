import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { adjustmentProblem, typeWhole, wholeFields } from "../actions/whole.ts";
import { leaveTyping } from "../actions/moving.ts";
import { focusAnswer, type Page } from "../page.ts";
import { commentProblem } from "../state/unsaved.ts";
import type { State } from "../state/state.ts";

/** An overall comment, and an adjustment with its reason. */
export function wholePanel(state: State, page: Page): TemplateResult {
  const fields = wholeFields(state);
  const problem = adjustmentProblem(fields);
  const take = (name: "comment" | "points" | "reason") => ({
    input: ({ target }: Event) => typeWhole(page, { [name]: (target as HTMLInputElement).value }),
  });
  return html`<section
    class="whole"
    aria-label="Whole submission"
    @focusout=${() => leaveTyping(page)}
    @keydown=${(event: KeyboardEvent) => leaveByEscape(event, page)}
  >
    <h2>Whole submission <kbd>o</kbd></h2>
    <label for="overall">Overall comment</label>
    <textarea id="overall" rows="3" .value=${live(fields.comment)} @input=${take("comment").input}></textarea>
    ${said(commentProblem(fields.comment))}
    <label for="adjustment">Adjustment in points</label>
    ${said(problem)}
    <input
      id="adjustment"
      inputmode="decimal"
      aria-invalid=${problem === null ? "false" : "true"}
      .value=${live(fields.points)}
      @input=${take("points").input}
    />
    <label for="reason">Reason, for the student</label>
    <input id="reason" .value=${live(fields.reason)} @input=${take("reason").input} />
    <p class="lead"><kbd>Esc</kbd>: back to marking.</p>
  </section>`;
}

function said(problem: string | null): TemplateResult | typeof nothing {
  return problem === null ? nothing : html`<p class="note" role="alert">${problem}</p>`;
}

function leaveByEscape(event: KeyboardEvent, page: Page): void {
  if (event.key !== "Escape") return;
  leaveTyping(page);
  focusAnswer();
}

import { html, nothing, type TemplateResult } from "lit-html";
import type { Part } from "../../shared/messages.ts";
import type { ShownProblem } from "../state.ts";

/** In the place of a result: which exercise it waits for and what will be here, or what went wrong where. */
export function problemView(problem: ShownProblem, willAppear: string): TemplateResult {
  if (problem.kind === "error") return errorView(problem);
  const exercises = [...new Set(problem.functions.map(({ exercise }) => exercise))];
  return html`<div class="problem waiting">
    <p class="headline">Waits for exercise ${exercises.join(", ")}</p>
    <p>${willAppear}</p>
    <ul>
      ${problem.functions.map(
        ({ exercise, name, file }) =>
          html`<li><b>${exercise}</b> <code>${name}</code> in <code>src/${file}</code></li>`,
      )}
    </ul>
  </div>`;
}

function errorView(problem: ShownProblem & { readonly kind: "error" }): TemplateResult {
  return html`<div class="problem error" role="alert">
    <p class="headline">${problem.title}</p>
    <p class="message">${problem.message}</p>
    ${problem.place === null ? nothing : html`<p class="place"><code>${problem.place}</code></p>`}
    ${
      problem.frame === null
        ? nothing
        : html`<pre tabindex="0" role="region" aria-label="The lines around it">${problem.frame}</pre>`
    }
  </div>`;
}

/** Whose functions a result was made with, where the lab stands in for some of them. */
export function partsView(parts: readonly Part[]): TemplateResult {
  const ours = parts.filter(({ whose }) => whose === "the lab's");
  if (ours.length === 0) return html`<p class="parts">Computed with your own functions throughout.</p>`;
  return html`<p class="parts">
    The lab stands in for
    ${ours.map(
      ({ what, why }, place) =>
        html`${place === 0 ? "" : ", "}<code>${what}</code>${why === "not written yet" ? "" : ` (yours: ${why ?? ""})`}`,
    )}${ours.every(({ why }) => why === "not written yet") ? " until you write it" : ""}.
  </p>`;
}

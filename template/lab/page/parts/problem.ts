import { html, nothing, type TemplateResult } from "lit-html";
import type { Part } from "../../shared/worker-messages.ts";
import type { ShownProblem } from "../state.ts";

/** Shown in place of a result: the exercises it needs and what will appear, or the error and its location. */
export function problemView(problem: ShownProblem, willAppear: string): TemplateResult {
  if (problem.kind === "error") return errorView(problem);
  const exercises = [...new Set(problem.functions.map(({ exercise }) => exercise))].sort();
  return html`<div class="problem waiting">
    <p class="headline">Needs exercise${exercises.length > 1 ? "s" : ""} ${exercises.join(", ")}</p>
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
        : html`<pre tabindex="0" role="region" aria-label="Source lines around the error">${problem.frame}</pre>`
    }
  </div>`;
}

/** Says whose functions and whose weights a result comes from; lists the functions that the page replaced. */
export function partsView(parts: readonly Part[], weights: string): TemplateResult {
  const ours = parts.filter(({ whose }) => whose === "the lab's");
  if (ours.length === 0) return html`<p class="parts">Computed with your own functions. ${weights}</p>`;
  return html`<p class="parts">
    The lab uses its own
    ${ours.map(
      ({ what, why }, place) =>
        html`${place === 0 ? "" : ", "}<code>${what}</code>${why === "not written yet" ? "" : ` (yours failed: ${why ?? ""})`}`,
    )}${ours.every(({ why }) => why === "not written yet") ? " until you write yours" : ""}.
    ${weights}
  </p>`;
}

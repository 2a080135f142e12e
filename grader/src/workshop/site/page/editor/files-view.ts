import { html, nothing, type TemplateResult } from "lit-html";
import type { State } from "../state.ts";

export interface FileActions {
  readonly openFile: (path: string) => void;
  readonly addFile: () => void;
  readonly nextProblem: () => void;
}

/** The open file, and a list of all of them to choose from. */
export function filesView(
  { files, open, problems }: State,
  { openFile, addFile, nextProblem }: FileActions,
): TemplateResult {
  const texts = files.filter((path) => !path.startsWith("figures/"));
  const others = texts.includes(open) ? [] : [open];
  return html`<div class="bar">
    <select aria-label="File" @change=${(event: Event) => openFile((event.target as HTMLSelectElement).value)}>
      ${[...texts, ...others].map((path) => html`<option value=${path} .selected=${path === open}>${path}</option>`)}
    </select>
    <button type="button" @click=${addFile}>New file</button>
    <span class="space"></span>
    ${problems === 0 ? nothing : problemsView(problems, nextProblem)}
  </div>`;
}

function problemsView(count: number, nextProblem: () => void): TemplateResult {
  return html`<button type="button" class="wrong" title="Go to the next problem (F8)" @click=${nextProblem}>
    ${count} ${count === 1 ? "problem" : "problems"}
  </button>`;
}

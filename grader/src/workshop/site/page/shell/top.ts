import { COURSE } from "@robustness-lab/fixtures/exercises";
import { html, nothing, type TemplateResult } from "lit-html";
import type { Command } from "../command.ts";
import type { Area, State } from "../state.ts";
import { isOfFile } from "../../student/not-run.ts";

/** The line at the top: what is done, what loads, and the buttons. */
export function topView(state: State, commands: readonly Command[]): TemplateResult {
  const written = state.progress.flatMap((each) => each.written);
  const functions = state.progress.flatMap(({ exercise }) => exercise.functions);
  const results = state.tests.results.filter((each) => !isOfFile(each));
  const passed = results.filter(({ state: each }) => each === "pass").length;
  return html`<h1>${COURSE.title}</h1>
    <p class="facts">
      <span>${written.length} of ${functions.length} functions written</span>
      ${results.length === 0 ? nothing : html`<span>${passed} of ${results.length} tests pass</span>`}
    </p>
    <p class="notice" role="status">${state.notice || loadingText(state)}</p>
    <div class="buttons">
      ${commands
        .filter(({ button }) => button !== undefined)
        .map(
          ({ button, title, keys, run }) =>
            html`<button
              type="button"
              title=${keys === undefined ? title : `${title} (${keys})`}
              @click=${() => void run()}
            >
              ${button}
            </button>`,
        )}
    </div>`;
}

function loadingText({ types, tests }: State): string {
  if (types === "loading") return "Loading the types of TensorFlow.js …";
  if (types !== "ready")
    return `The editor has no types: ${types.failed}. Your work is kept; reload the page to try again.`;
  if (tests.isRunning && tests.results.length === 0) return "Starting the engine …";
  return "";
}

const AREAS: readonly (readonly [Area, string])[] = [
  ["sheet", "Sheet"],
  ["editor", "Editor"],
  ["tests", "Tests"],
];

/** The areas as buttons, for screens that show one at a time. */
export function areasView({ area }: State, choose: (area: Area) => void): TemplateResult {
  return html`${AREAS.map(
    ([id, title]) =>
      html`<button type="button" aria-current=${id === area ? "true" : nothing} @click=${() => choose(id)}>
        ${title}
      </button>`,
  )}`;
}

import { COURSE, isSet } from "@robustness-lab/fixtures/exercises";
import { html, nothing, type TemplateResult } from "lit-html";
import { ENGINE_LABELS } from "../shared/data.ts";
import { HOST } from "./files.ts";
import type { Lab } from "./lab.ts";
import { attackPanel } from "./panels/attack.ts";
import { curvePanel } from "./panels/curve.ts";
import { galleryPanel } from "./panels/gallery.ts";
import { planePanel } from "./panels/plane.ts";
import { trainPanel } from "./panels/train.ts";
import type { State } from "./state.ts";

/** Renders the whole page. */
export function page(state: State, lab: Lab): TemplateResult {
  return html`
    <header class="top">
      <div class="title">
        <h1>${COURSE.title}</h1>
        <p>
          runs your functions${state.folder === "" ? nothing : html` in <code>${state.folder}/src</code>`},
          ${HOST.edits}
        </p>
      </div>
      ${state.start.phase === "ready" ? facts(state) : nothing}
    </header>
    ${state.start.phase === "ready" ? panels(state, lab) : starting(state)}
    <footer>
      <p>${HOST.end}</p>
    </footer>
  `;
}

function panels(state: State, lab: Lab): TemplateResult {
  return html`
    <nav aria-label="Parts of the page">
      <a href="#attack">Attack a digit</a>
      <a href="#accuracy">Accuracy</a>
      <a href="#gallery">Gallery</a>
      <a href="#training">Train</a>
      <a href="#plane">Linear models</a>
    </nav>
    <main>
      ${attackPanel(state, lab)} ${curvePanel(state, lab)} ${galleryPanel(state, lab)} ${trainPanel(state, lab)}
      ${planePanel(state, lab)}
    </main>
  `;
}

function starting({ start }: State): TemplateResult {
  if (start.phase === "failed") {
    return html`<main>
      <section class="card problem error" role="alert">
        <h2>The lab cannot start</h2>
        <p>${start.message}</p>
      </section>
    </main>`;
  }
  if (start.phase === "ready") return html``;
  return html`<main>
    <section class="card starting">
      <label for="starting">${start.label} …</label>
      <progress id="starting" max="1" .value=${start.progress}></progress>
    </section>
  </main>`;
}

/** The engine, the number of functions written, and the last edit. */
function facts({ engine, functions, reloading, edits, lastEdit }: State): TemplateResult {
  const set = functions.filter(({ exercise }) => isSet({ id: exercise }));
  const written = set.filter(({ state }) => state === "written").length;
  const broken = functions.filter(({ state }) => state === "broken").length;
  return html`<div class="facts">
    <details class="fact">
      <summary>Engine: <b>${engine === null ? "" : ENGINE_LABELS[engine.name]}</b></summary>
      <p class="popup">${engine?.why}. To choose another, add <code>?engine=wasm</code> to the address.</p>
    </details>
    <details class="fact">
      <summary><b>${written}</b> of ${set.length} functions written${broken > 0 ? `, ${broken} broken` : ""}</summary>
      <ul class="popup functions">
        ${functions.map(
          ({ exercise, name, state }) =>
            html`<li data-state=${state}>
              <span class="number">${exercise}</span> <code>${name}</code> ${STATE_WORDS[state]}
            </li>`,
        )}
      </ul>
    </details>
    <p class="fact quiet" role="status">
      ${reloading ? "Loading your edit …" : edits === 0 ? HOST.whenShown : html`Reloaded <code>src/${lastEdit}</code>`}
    </p>
  </div>`;
}

const STATE_WORDS = { written: "", stub: "– not written yet", broken: "– does not load" } as const;

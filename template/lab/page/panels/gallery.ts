import { html, nothing, type TemplateResult } from "lit-html";
import type { GalleryResult } from "../../shared/worker-messages.ts";
import type { Lab } from "../lab.ts";
import { titleOf, weightsWords } from "../models.ts";
import { partsView, problemView } from "../parts/problem.ts";
import { normOf, type GalleryState, type State } from "../state.ts";
import { ATTACK_LABELS, decimal } from "../words.ts";

const WILL_APPEAR =
  "Five digits that fool the model will appear here, at seven epsilons, each with its label and the prediction.";

/** Adversarial digits: one digit per row, one epsilon per column. */
export function galleryPanel(state: State, lab: Lab): TemplateResult {
  const { gallery } = state;
  return html`<section class="card gallery" id="gallery" aria-labelledby="gallery-title">
    <h2 id="gallery-title">Gallery</h2>
    <div class="row">
      <button type="button" class="primary" ?disabled=${gallery.running} @click=${lab.runGallery}>
        Fool ${titleOf(state, state.model)} with ${ATTACK_LABELS[state.attack]}
      </button>
      ${gallery.running ? html`<p class="quiet" role="status">Attacking 100 digits …</p>` : nothing}
    </div>
    ${content(state, gallery)}
  </section>`;
}

function content(state: State, gallery: GalleryState): TemplateResult {
  const { result, outdated, running } = gallery;
  if (result === null) return running ? html`` : html`<p class="quiet empty">${WILL_APPEAR}</p>`;
  if (!result.ok) return problemView(result.problem, WILL_APPEAR);
  if (result.value.rows.length === 0) {
    return html`<p class="quiet empty"><code>adversarialExamples</code> found none among the first 100 digits.</p>`;
  }
  return html`
    ${outdated ? html`<p class="note" role="status">Your code or your model has changed since then: compute it again.</p>` : nothing}
    ${grid(state, gallery, result.value)} ${partsView(result.value.parts, weightsWords(state, [gallery.model]))}
  `;
}

function grid(state: State, { kind, model }: GalleryState, { rows }: GalleryResult): TemplateResult {
  const [first] = rows;
  const digits = normOf(kind) === "l2" ? 1 : 2;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Gallery of adversarial digits">
    <table class="digits-table">
      <caption>
        ${titleOf(state, model)} under ${ATTACK_LABELS[kind]}: label → prediction
      </caption>
      <thead>
        <tr>
          ${first?.cells.map(({ epsilon }) => html`<th scope="col">ε = ${decimal(epsilon, digits)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ label, cells }) =>
            html`<tr>
              ${cells.map(
                ({ pixels, prediction }) =>
                  html`<td>
                    <lab-digit .pixels=${pixels}></lab-digit>
                    <span class=${prediction === label ? "right" : "wrong"}>${label} → ${prediction}</span>
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

import { html, nothing, type TemplateResult } from "lit-html";
import { MODEL_LABELS, MODELS, type ModelName } from "../../shared/data.ts";
import type { AttackedDigit, AttackKind, Iterate } from "../../shared/messages.ts";
import { hasDigit, type Lab } from "../lab.ts";
import { bars } from "../parts/bars.ts";
import { choice, slider } from "../parts/fields.ts";
import { partsView, problemView } from "../parts/problem.ts";
import { normOf, type ShownAttack, type State } from "../state.ts";
import { ATTACK_LABELS, decimal, percent, prediction } from "../words.ts";
import { picker } from "./picker.ts";

const ATTACKS: readonly AttackKind[] = ["fgsm", "pgd-linf", "pgd-l2"];
const WILL_APPEAR = "Here will be the digit after your attack, what changed in it, and what the model makes of it.";

/** One digit under attack. */
export function attackPanel(state: State, lab: Lab): TemplateResult {
  return html`<section class="card attack" id="attack" aria-labelledby="attack-title">
    <h2 id="attack-title">Attack a digit</h2>
    <div class="controls">${picker(state, lab)} ${settings(state, lab)}</div>
    <div class="result">${result(state)}</div>
  </section>`;
}

function settings(state: State, lab: Lab): TemplateResult {
  const norm = normOf(state.attack);
  const epsilon = state.epsilon[norm];
  return html`
    ${choice({
      name: "model",
      label: "Model",
      value: state.model,
      options: MODELS.map((model): [ModelName, string] => [model, MODEL_LABELS[model]]),
      onChange: (model) => lab.choose({ model }),
    })}
    ${choice({
      name: "attack",
      label: "Attack",
      value: state.attack,
      options: ATTACKS.map((kind): [AttackKind, string] => [kind, ATTACK_LABELS[kind]]),
      onChange: (attack) => lab.choose({ attack }),
    })}
    ${slider({
      id: "epsilon",
      label: norm === "l2" ? "Epsilon, ℓ2 length" : "Epsilon, per pixel",
      value: epsilon,
      min: 0,
      max: norm === "l2" ? 5 : 0.5,
      step: norm === "l2" ? 0.1 : 0.01,
      text: decimal(epsilon, norm === "l2" ? 1 : 2),
      onInput: (value) => lab.choose({ epsilon: { ...state.epsilon, [norm]: value } }),
    })}
    ${
      state.attack === "fgsm"
        ? nothing
        : slider({
            id: "steps",
            label: "Steps",
            value: state.steps,
            min: 1,
            max: 40,
            step: 1,
            text: `${state.steps}, each ${decimal((2.5 * epsilon) / state.steps, 3)} long`,
            onInput: (steps) => lab.choose({ steps }),
          })
    }
  `;
}

function result(state: State): TemplateResult {
  if (state.attackProblem !== null) return problemView(state.attackProblem, WILL_APPEAR);
  if (!hasDigit(state)) return html`<p class="quiet empty">Draw a digit, and it is attacked as you draw.</p>`;
  const shown = state.attacked;
  return shown === null ? html`<p class="quiet empty">Attacking …</p>` : attackView(shown);
}

function attackView(shown: ShownAttack): TemplateResult {
  const { before, attacked, label } = shown;
  const value = attacked.ok ? attacked.value : null;
  return html`
    ${verdict(shown)}
    <div class="pictures" data-model=${shown.model} data-attack=${shown.kind} data-epsilon=${shown.epsilon}>
      <figure>
        <lab-digit role="img" aria-label="The digit before" .pixels=${shown.pixels}></lab-digit>
        <figcaption>before</figcaption>
        ${before.ok ? bars(before.value, label) : problemView(before.problem, "Here will be what the model says.")}
      </figure>
      ${value === null ? nothing : changeView(shown, value)} ${value === null ? nothing : afterView(label, value)}
      ${attacked.ok ? nothing : html`<div class="missing">${problemView(attacked.problem, WILL_APPEAR)}</div>`}
    </div>
    ${value === null || value.iterates.length === 0 ? nothing : strip(value.iterates, label)} ${partsView(shown.parts)}
  `;
}

/** "7 → 3", and the same in a sentence. */
function verdict({ before, attacked, label, model }: ShownAttack): TemplateResult {
  if (!before.ok || !attacked.ok) return html``;
  const [was, is] = [prediction(before.value), prediction(attacked.value.probabilities)];
  const says = `${MODEL_LABELS[model]} says ${is}, ${percent(attacked.value.probabilities[is] ?? 0)}`;
  return html`<p class="verdict ${is === label ? "holds" : "fooled"}" role="status">
    <span class="arrow">${was} → ${is}</span>
    <span
      >${is === label ? `${says}, and is right.` : was === label ? `${says}. It was fooled: this is a ${label}.` : `${says}, wrong before and after: this is a ${label}.`}</span
    >
  </p>`;
}

/** What changed, drawn so that the largest change that there is has full colour. */
function changeView({ pixels, kind }: ShownAttack, attacked: AttackedDigit): TemplateResult {
  const change = attacked.pixels.map((value, place) => value - (pixels[place] ?? 0));
  const largest = change.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scaled = change.map((value) => (largest === 0 ? 0 : value / largest));
  const length = Math.hypot(...change);
  return html`<figure>
    <lab-digit
      role="img"
      aria-label="The change, magnified"
      mode="change"
      .mode=${"change"}
      .pixels=${scaled}
    ></lab-digit>
    <figcaption>the change${largest === 0 ? "" : `, magnified ${decimal(1 / largest, 1)} ×`}</figcaption>
    <dl class="lengths">
      <div class=${normOf(kind) === "linf" ? "bound" : ""}>
        <dt>largest, ℓ∞</dt>
        <dd>${decimal(largest, 3)}</dd>
      </div>
      <div class=${normOf(kind) === "l2" ? "bound" : ""}>
        <dt>length, ℓ2</dt>
        <dd>${decimal(length, 3)}</dd>
      </div>
    </dl>
    <p class="quiet key"><span class="brighter"></span> brighter <span class="darker"></span> darker</p>
  </figure>`;
}

function afterView(label: number, { pixels, probabilities }: AttackedDigit): TemplateResult {
  return html`<figure>
    <lab-digit id="adversarial" role="img" aria-label="The adversarial digit" .pixels=${pixels}></lab-digit>
    <figcaption>after</figcaption>
    ${bars(probabilities, label)}
  </figure>`;
}

/** Where PGD went, from its random start on. */
function strip(iterates: readonly Iterate[], label: number): TemplateResult {
  return html`<div class="strip">
    <h3>The way there</h3>
    <ol tabindex="0" role="group" aria-label="The iterates of PGD, with what the model says of each">
      ${iterates.map(({ pixels, probabilities }, place) => {
        const says = prediction(probabilities);
        return html`<li>
          <lab-digit .pixels=${pixels}></lab-digit>
          <span class="quiet">${place === 0 ? "start" : place}</span>
          <b class=${says === label ? "right" : "wrong"}>${says}</b>
          <span class="quiet">${percent(probabilities[says] ?? 0)}</span>
        </li>`;
      })}
    </ol>
  </div>`;
}

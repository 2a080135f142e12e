import { html, nothing, type TemplateResult } from "lit-html";
import { REACH } from "../../shared/data.ts";
import type { AttackedDigit, AttackKind, Iterate } from "../../shared/worker-messages.ts";
import { hasDigit, type Lab } from "../lab.ts";
import { COURSE_MODELS, titleOf, weightsWords, yourModels, type ShownModel } from "../models.ts";
import { bars } from "../parts/bars.ts";
import { choice, slider } from "../parts/fields.ts";
import { partsView, problemView } from "../parts/problem.ts";
import { normOf, type ShownAttack, type State } from "../state.ts";
import { ATTACK_LABELS, decimal, percent, prediction } from "../words.ts";
import { picker } from "./picker.ts";

const ATTACKS: readonly AttackKind[] = ["fgsm", "pgd-linf", "pgd-l2"];
const WILL_APPEAR = "The digit after your attack, the change, and the model's prediction will appear here.";

/** The epsilon slider by norm. */
const EPSILON = {
  linf: { label: "Epsilon, per pixel", max: 0.5, step: 0.01, digits: 2 },
  l2: { label: "Epsilon, ℓ2 length", max: 5, step: 0.1, digits: 1 },
} as const;

/** The panel that attacks one digit. */
export function attackPanel(state: State, lab: Lab): TemplateResult {
  return html`<section class="card attack" id="attack" aria-labelledby="attack-title">
    <h2 id="attack-title">Attack a digit</h2>
    <div class="controls">${picker(state, lab)} ${settings(state, lab)}</div>
    <div class="result">${result(state)}</div>
  </section>`;
}

function settings(state: State, lab: Lab): TemplateResult {
  return html`
    ${models("The course's models", COURSE_MODELS, state, lab)}
    ${state.results.length === 0 ? nothing : models("Your models", yourModels(state), state, lab)}
    ${choice({
      name: "attack",
      label: "Attack",
      value: state.attack,
      options: ATTACKS.map((kind): [AttackKind, string] => [kind, ATTACK_LABELS[kind]]),
      onChange: (attack) => lab.choose({ attack }),
    })}
    ${epsilonSlider(state, lab)} ${state.attack === "fgsm" ? nothing : stepsSlider(state, lab)}
  `;
}

function models(label: string, shown: readonly ShownModel[], { model }: State, lab: Lab): TemplateResult {
  return choice({
    name: "model",
    label,
    value: model,
    options: shown.map((each): [string, string] => [each.id, each.label]),
    onChange: (chosen) => lab.choose({ model: chosen }),
  });
}

function epsilonSlider({ attack, epsilon }: State, lab: Lab): TemplateResult {
  const norm = normOf(attack);
  const { label, max, step, digits } = EPSILON[norm];
  return slider({
    id: "epsilon",
    label,
    value: epsilon[norm],
    min: 0,
    max,
    step,
    text: decimal(epsilon[norm], digits),
    onInput: (value) => lab.choose({ epsilon: { ...epsilon, [norm]: value } }),
  });
}

function stepsSlider({ attack, epsilon, steps }: State, lab: Lab): TemplateResult {
  return slider({
    id: "steps",
    label: "Steps",
    value: steps,
    min: 1,
    max: 40,
    step: 1,
    text: `${steps}, each ${decimal((REACH * epsilon[normOf(attack)]) / steps, 3)} long`,
    onInput: (value) => lab.choose({ steps: value }),
  });
}

function result(state: State): TemplateResult {
  if (state.attackProblem !== null) return problemView(state.attackProblem, WILL_APPEAR);
  if (!hasDigit(state)) return html`<p class="quiet empty">Draw a digit: it is attacked as you draw.</p>`;
  const shown = state.attacked;
  return shown === null ? html`<p class="quiet empty">Attacking …</p>` : attackView(state, shown);
}

function attackView(state: State, shown: ShownAttack): TemplateResult {
  const { before, attacked, label } = shown;
  const value = attacked.ok ? attacked.value : null;
  return html`
    ${verdict(state, shown)}
    <div class="pictures" data-model=${shown.model} data-attack=${shown.kind} data-epsilon=${shown.epsilon}>
      <figure>
        <lab-digit role="img" aria-label="The digit before" .pixels=${shown.pixels}></lab-digit>
        <figcaption>before</figcaption>
        ${before.ok ? bars(before.value, label) : problemView(before.problem, "The model's prediction will appear here.")}
      </figure>
      ${value === null ? nothing : changeView(shown, value)} ${value === null ? nothing : afterView(label, value)}
      ${attacked.ok ? nothing : html`<div class="missing">${problemView(attacked.problem, WILL_APPEAR)}</div>`}
    </div>
    ${value === null || value.iterates.length === 0 ? nothing : strip(value.iterates, label)}
    ${partsView(shown.parts, weightsWords(state, [shown.model]))}
  `;
}

/** "7 → 3", and a sentence that explains it. */
function verdict(state: State, { before, attacked, label, model }: ShownAttack): TemplateResult {
  if (!before.ok || !attacked.ok) return html``;
  const [was, is] = [prediction(before.value), prediction(attacked.value.probabilities)];
  const predicts = `${titleOf(state, model)} predicts ${is} (${percent(attacked.value.probabilities[is] ?? 0)})`;
  const wrong = was === label ? "It was fooled" : "It is wrong before and after";
  return html`<p class="verdict ${is === label ? "holds" : "fooled"}" role="status">
    <span class="arrow">${was} → ${is}</span>
    <span>${is === label ? `${predicts} and is right.` : `${predicts}. ${wrong}: this is a ${label}.`}</span>
  </p>`;
}

/** The change, scaled so that the largest entry has full colour. */
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

/** The iterates of PGD, from the random start on. */
function strip(iterates: readonly Iterate[], label: number): TemplateResult {
  return html`<div class="strip">
    <h3>PGD step by step</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="The iterates of PGD with the model's predictions">
      <ol>
        ${iterates.map(({ pixels, probabilities }, place) => {
          const predicted = prediction(probabilities);
          return html`<li>
            <lab-digit .pixels=${pixels}></lab-digit>
            <span class="quiet">${place === 0 ? "start" : place}</span>
            <b class=${predicted === label ? "right" : "wrong"}>${predicted}</b>
            <span class="quiet">${percent(probabilities[predicted] ?? 0)}</span>
          </li>`;
        })}
      </ol>
    </div>
  </div>`;
}

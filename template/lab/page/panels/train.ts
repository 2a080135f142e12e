import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { fractionText } from "../../../experiments/terminal.ts";
import { DEFAULT_STEPS } from "../../../experiments/training/recipe.ts";
import type { Lab } from "../lab.ts";
import { choice, slider } from "../parts/fields.ts";
import { problemView } from "../parts/problem.ts";
import { planOf, type Plan } from "../plan.ts";
import type { State, TrainingState } from "../state.ts";
import { trainerEngine, trainerThreads } from "../trainer-client.ts";
import { decimal } from "../words.ts";
import { progressCharts, runningView } from "./training-progress.ts";

const WILL_APPEAR = "The loss of each step and the test accuracy after each epoch will appear here.";
const MOST_EPOCHS = 30;

/** Trains a network with the student's functions. */
export function trainPanel(state: State, lab: Lab): TemplateResult {
  return html`<section class="card training" id="training" aria-labelledby="training-title">
    <h2 id="training-title">Train a model</h2>
    <fieldset class="controls" ?disabled=${state.training.run !== null}>
      <legend class="hidden">What to train</legend>
      ${settings(state.training, lab)}
    </fieldset>
    <div class="result">${result(state, lab)}</div>
  </section>`;
}

function settings(training: TrainingState, lab: Lab): TemplateResult {
  return html`${choices(training, lab)} ${training.attack === "none" ? nothing : epsilonSlider(training, lab)}
  ${length(training, lab)}`;
}

function choices({ network, attack }: TrainingState, lab: Lab): TemplateResult {
  return html`
    ${choice({
      name: "network",
      label: "Network",
      value: network,
      options: [
        ["logistic-regression", "Logistic regression"],
        ["lenet", "LeNet"],
      ],
      onChange: (chosen) => lab.changeTraining({ network: chosen }),
    })}
    ${choice({
      name: "training-attack",
      label: "Trained on",
      value: attack,
      options: [
        ["none", "clean digits"],
        ["fgsm", "FGSM"],
        ["pgd", `PGD, ${DEFAULT_STEPS} steps`],
      ],
      onChange: (chosen) => lab.changeTraining({ attack: chosen }),
    })}
  `;
}

function epsilonSlider({ epsilon }: TrainingState, lab: Lab): TemplateResult {
  return slider({
    id: "training-epsilon",
    label: "Epsilon, per pixel",
    value: epsilon,
    min: 0.01,
    max: 0.5,
    step: 0.01,
    text: decimal(epsilon),
    onInput: (value) => lab.changeTraining({ epsilon: value }),
  });
}

function length({ epochs, isQuick }: TrainingState, lab: Lab): TemplateResult {
  return html`
    ${slider({
      id: "epochs",
      label: "Epochs",
      value: epochs,
      min: 1,
      max: MOST_EPOCHS,
      step: 1,
      text: String(epochs),
      onInput: (value) => lab.changeTraining({ epochs: value }),
    })}
    <label class="inline"
      ><input
        type="checkbox"
        id="quick"
        .checked=${live(isQuick)}
        @change=${(event: Event) => lab.changeTraining({ isQuick: (event.target as HTMLInputElement).checked })}
      />on a tenth of the digits, to try it out</label
    >
  `;
}

function result(state: State, lab: Lab): TemplateResult {
  const { run, problem } = state.training;
  if (run !== null) return runningView(state, run, lab);
  const plan = planOf(state);
  const found = plan.found?.checkpoint;
  return html`
    <div class="row">
      <button type="button" class="primary" @click=${() => start(lab, !isBegun(plan))}>${action(plan)}</button>
      ${isBegun(plan) ? html`<button type="button" @click=${() => start(lab, true)}>Start over</button>` : nothing}
      <p class="quiet">
        with your functions, on ${trainerPlace()}, into
        <code>results/${plan.name}</code>
      </p>
    </div>
    ${problem === null ? nothing : problemView(problem.problem, WILL_APPEAR)} ${note(plan)}
    ${found === undefined ? nothing : progressCharts(state, found.recipe, found.state)}
  `;
}

/** The button disappears, and so does Stop at the end, so the focus moves on. */
function start(lab: Lab, isFresh: boolean): void {
  void lab.train(isFresh).then(() => focusIfLost("#training button.primary"));
  focusIfLost("#stop-training");
}

function focusIfLost(selector: string): void {
  setTimeout(() => {
    if (document.activeElement === document.body)
      document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  });
}

function isBegun({ status }: Plan): boolean {
  return status === "begun";
}

function action({ status, found }: Plan): string {
  if (status === "begun") return `Go on after epoch ${found?.checkpoint.state.epoch ?? 0}`;
  return status === "trained" || status === "trained-older" ? "Train again" : "Train";
}

/** Says what result has this name, and what another training does with it. */
function note({ name, recipe, found, status }: Plan): TemplateResult {
  if (found === undefined) return html`<p class="quiet empty">${WILL_APPEAR}</p>`;
  const { engine, state } = found.checkpoint;
  const accuracy = state.accuracies.at(-1);
  const reached = typeof accuracy === "number" ? `, test accuracy ${fractionText(accuracy)}` : "";
  const epochs = `${state.epoch} of ${recipe.epochs} epochs${reached}`;
  const choose = html`Choose <code>${name}</code> among <a href="#attack">your models</a> to attack it.`;
  switch (status) {
    case "begun":
      return html`<p class="note" role="status">Stopped after ${epochs}. It is among your models as it is.</p>`;
    case "begun-older":
      return html`<p class="note" role="status">
        Stopped after ${epochs}. <code>src/</code> has changed since then, so the training starts over.
      </p>`;
    case "trained":
      return html`<p class="note" role="status">Trained: ${epochs}. ${choose}</p>`;
    case "trained-older":
      return html`<p class="note" role="status">
        Trained: ${epochs}. Older than your code: <code>src/</code> has changed since then. ${choose}
      </p>`;
    default:
      return html`<p class="note" role="status">
        <code>results/${name}</code> is a training with other options, on the engine ${engine}: this one replaces it.
      </p>`;
  }
}

function trainerPlace(): string {
  if (trainerEngine() === "webgpu") return "the graphics card";
  return trainerThreads() === 1 ? "one core" : `${trainerThreads()} cores`;
}

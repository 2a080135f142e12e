import { html, nothing, type TemplateResult } from "lit-html";
import { durationText, fractionText } from "../../../experiments/terminal.ts";
import type { Recipe } from "../../../experiments/training/recipe.ts";
import type { Lab } from "../lab.ts";
import { lineChart } from "../parts/line-chart.ts";
import type { State, TrainingRun } from "../state.ts";

/** Losses and accuracies so far. */
interface Progress {
  readonly losses: readonly number[];
  readonly accuracies: readonly (number | null)[];
  readonly epoch: number;
}

/** About this many points fit beside each other in a chart. */
const POINTS = 120;
const MOST_TICKS = 10;

/** A training that is running: where it is, and its charts. */
export function runningView(state: State, run: TrainingRun, lab: Lab): TemplateResult {
  const total = run.recipe.epochs * stepsPerEpoch(run.recipe);
  const isOutdated = run.code !== null && run.code !== state.code;
  return html`
    <div class="row">
      <button type="button" id="stop-training" @click=${lab.stopTraining}>Stop</button>
      <progress aria-label="Training ${run.name}" max=${total} .value=${run.losses.length}></progress>
      <p class="steps">${stepWords(run, total)}</p>
    </div>
    <p class="quiet empty" role="status">${epochWords(run)}</p>
    ${
      isOutdated
        ? html`<p class="note" role="status">
            You have edited <code>src/</code>: this training goes on with the code that it began with.
          </p>`
        : nothing
    }
    ${run.unsaved === null ? nothing : html`<p class="note" role="alert">The last epoch is not saved: ${run.unsaved}</p>`}
    ${progressCharts(state, run.recipe, run)}
  `;
}

function stepsPerEpoch({ trainImages, batchSize }: Recipe): number {
  return Math.ceil(trainImages / batchSize);
}

/** "Epoch 2 of 10, step 7 of 60: loss 0.312, 0:43 left" */
function stepWords({ recipe, losses, before, startedMs }: TrainingRun, total: number): string {
  if (startedMs === null) return "Loading the digits and your functions …";
  const [perEpoch, done] = [stepsPerEpoch(recipe), losses.length];
  if (done === before) return "Starting …";
  const epoch = Math.ceil(done / perEpoch);
  const left = ((performance.now() - startedMs) / 1000 / (done - before)) * (total - done);
  const at = `Epoch ${epoch} of ${recipe.epochs}, step ${done - (epoch - 1) * perEpoch} of ${perEpoch}`;
  return `${at}: loss ${(losses.at(-1) ?? 0).toFixed(3)}, ${durationText(left)} left`;
}

function epochWords({ recipe, losses, accuracies, epoch }: TrainingRun): string {
  if (epoch === 0) return "";
  const perEpoch = stepsPerEpoch(recipe);
  const accuracy = accuracies.at(-1);
  const words = typeof accuracy === "number" ? fractionText(accuracy) : "waits for 2.1 accuracy";
  return `After epoch ${epoch}: loss ${meanOf(losses.slice((epoch - 1) * perEpoch, epoch * perEpoch)).toFixed(3)}, test accuracy ${words}`;
}

/** The loss of each step with the mean of each epoch, and the test accuracy after each epoch. */
export function progressCharts(state: State, recipe: Recipe, { losses, accuracies }: Progress): TemplateResult {
  if (losses.length === 0) return html``;
  return html`<div class="charts">${lossChart(recipe, losses)} ${accuracyChart(recipe, accuracies)}</div>`;
}

function lossChart(recipe: Recipe, losses: readonly number[]): TemplateResult {
  const perEpoch = stepsPerEpoch(recipe);
  // The losses of a bin are averaged, so that the chart has few points however long the training is.
  const bins = Math.min(perEpoch, Math.max(1, Math.floor(POINTS / recipe.epochs)));
  const x = Array.from({ length: recipe.epochs * bins + 1 }, (_, place) => place / bins);
  const between = (from: number, to: number): number | null => {
    const [first, last] = [Math.round(from * perEpoch), Math.round(to * perEpoch)];
    return from < 0 || last > losses.length ? null : meanOf(losses.slice(first, last));
  };
  const highest = losses.reduce((most, loss) => Math.max(most, loss), 0);
  const step = [0.1, 0.5, 1].find((each) => highest <= 5 * each) ?? Math.ceil(highest / 5);
  const yTicks = Array.from({ length: Math.max(1, Math.ceil(highest / step)) + 1 }, (_, place) => place * step);
  return lineChart({
    title: "Loss over epochs",
    xLabel: "epoch",
    yLabel: "loss",
    x,
    xEvery: bins * Math.ceil(recipe.epochs / MOST_TICKS),
    series: [
      {
        name: "loss of the steps",
        values: x.map((epoch, place) => (place === 0 ? null : between((place - 1) / bins, epoch))),
      },
      {
        name: "mean of an epoch",
        values: x.map((epoch, place) => (place % bins === 0 ? between(epoch - 1, epoch) : null)),
      },
    ],
    range: [0, yTicks.at(-1) ?? 1],
    yTicks,
    isNarrow: true,
  });
}

function accuracyChart(recipe: Recipe, accuracies: readonly (number | null)[]): TemplateResult {
  return lineChart({
    title: "Test accuracy after each epoch",
    xLabel: "epoch",
    yLabel: "accuracy on clean test digits",
    x: Array.from({ length: recipe.epochs + 1 }, (_, epoch) => epoch),
    xEvery: Math.ceil(recipe.epochs / MOST_TICKS),
    series: [{ name: "test accuracy", values: [null, ...accuracies] }],
    range: [0, 1],
    yTicks: [0, 0.25, 0.5, 0.75, 1],
    level: { value: 0.1, label: "chance" },
    isNarrow: true,
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import { html, nothing, type TemplateResult } from "lit-html";
import type { Lab } from "../lab.ts";
import { choice, slider } from "../parts/fields.ts";
import { lineChart } from "../parts/line-chart.ts";
import { problemView } from "../parts/problem.ts";
import { EPSILONS_OF_PLANE } from "../plane-data.ts";
import type { PlaneState, ShownPlane, State } from "../state.ts";
import { decimal } from "../words.ts";
import { planePicture } from "./plane-picture.ts";

const POINTS_WILL_APPEAR = "The worst point within epsilon of each point, computed by your function, will appear here.";
const CROSSES_WILL_APPEAR = "Crosses will appear here where FGSM moves the points: to the same corners, or not at all.";
const CURVES_WILL_APPEAR =
  "The worst margin, the robust hinge loss, its bound and the SVM objective over epsilon will appear here.";

/** Problem 1 in two dimensions. */
export function planePanel({ plane }: State, lab: Lab): TemplateResult {
  return html`<section class="card plane" id="plane" aria-labelledby="plane-title">
    <h2 id="plane-title">Linear models</h2>
    <div class="controls">${settings(plane, lab)} ${plane.shown === null ? nothing : losses(plane, plane.shown)}</div>
    <div class="result">
      ${plane.shown === null ? html`<p class="quiet empty">Computing …</p>` : pictures(plane, plane.shown)}
    </div>
  </section>`;
}

function settings(plane: PlaneState, lab: Lab): TemplateResult {
  return html`${choices(plane, lab)} ${sliders(plane, lab)}`;
}

function choices(plane: PlaneState, lab: Lab): TemplateResult {
  return html`
    ${choice({
      name: "norm",
      label: "Each point may move within",
      value: plane.norm,
      options: [
        ["l2", "a disc, ℓ2"],
        ["linf", "a square, ℓ∞"],
      ],
      onChange: (norm) => lab.changePlane({ norm }),
    })}
    ${choice({
      name: "loss",
      label: "Loss",
      value: plane.loss,
      options: [
        ["hinge", "hinge"],
        ["logistic", "logistic"],
      ],
      onChange: (loss) => lab.changePlane({ loss }),
    })}
  `;
}

function sliders(plane: PlaneState, lab: Lab): TemplateResult {
  return html`
    ${slider({
      id: "plane-epsilon",
      label: "Epsilon",
      value: plane.epsilon,
      min: 0,
      max: 1.5,
      step: 0.05,
      text: decimal(plane.epsilon),
      onInput: (epsilon) => lab.changePlane({ epsilon }),
    })}
    ${slider({
      id: "angle",
      label: html`Direction of <i>w</i>`,
      value: plane.angle,
      min: -180,
      max: 180,
      step: 1,
      text: `${plane.angle}°`,
      onInput: (angle) => lab.changePlane({ angle }),
    })}
    ${slider({
      id: "length",
      label: html`Length of <i>w</i>`,
      value: plane.length,
      min: 0.1,
      max: 3,
      step: 0.1,
      text: decimal(plane.length, 1),
      onInput: (length) => lab.changePlane({ length }),
    })}
  `;
}

/** The mean of the worst-case losses. */
function losses(plane: PlaneState, { maxima }: ShownPlane): TemplateResult {
  const name = plane.norm === "l2" ? "innerMaximumL2" : "innerMaximumLinf";
  if (!maxima.ok) return problemView(maxima.problem, "The worst-case loss of these points will appear here.");
  const mean = maxima.value.reduce((sum, value) => sum + value, 0) / maxima.value.length;
  return html`<p class="figure-line">Mean of your <code>${name}</code>: <b>${decimal(mean, 3)}</b></p>`;
}

function pictures(plane: PlaneState, shown: ShownPlane): TemplateResult {
  return html`
    <div class="picture">
      ${planePicture(shown)} ${shown.worst.ok ? nothing : problemView(shown.worst.problem, POINTS_WILL_APPEAR)}
      ${plane.norm === "l2" || shown.fgsm.ok ? nothing : problemView(shown.fgsm.problem, CROSSES_WILL_APPEAR)}
    </div>
    ${curves(plane, shown)}
  `;
}

function curves(plane: PlaneState, { curves: found }: ShownPlane): TemplateResult {
  const known = found.flatMap(({ name, values }) => (values.ok ? [{ name, values: values.value }] : []));
  const failed = found.flatMap(({ values }) => (values.ok ? [] : [values.problem]));
  const errors = failed.filter(({ kind }) => kind === "error");
  const waiting = failed.flatMap((problem) => (problem.kind === "waiting" ? problem.functions : []));
  const largest = Math.max(1, ...known.flatMap(({ values }) => values.filter(Number.isFinite)));
  const smallest = Math.min(0, ...known.flatMap(({ values }) => values.filter(Number.isFinite)));
  const step = stepFor(largest - smallest);
  const [low, high] = [Math.floor(smallest / step) * step, Math.ceil(largest / step) * step];
  return html`<div class="objective">
    <h3>Margin and objectives over epsilon</h3>
    ${
      known.length === 0
        ? nothing
        : lineChart({
            title: "Worst margin and objectives over epsilon",
            xLabel: "epsilon",
            yLabel: "margin, loss",
            x: EPSILONS_OF_PLANE,
            xEvery: 5,
            series: known,
            range: [low, high],
            yTicks: Array.from({ length: Math.round((high - low) / step) + 1 }, (_, place) => low + place * step),
            marked: plane.epsilon,
            isNarrow: true,
          })
    }
    ${waiting.length === 0 ? nothing : problemView({ kind: "waiting", functions: unique(waiting) }, CURVES_WILL_APPEAR)}
    ${errors.map((problem) => problemView(problem, ""))}
  </div>`;
}

function unique<T extends { readonly name: string }>(functions: readonly T[]): readonly T[] {
  return functions.filter(({ name }, place) => functions.findIndex((other) => other.name === name) === place);
}

/** A step that gives at most six intervals. */
function stepFor(span: number): number {
  return [0.2, 0.5, 1, 2, 5, 10, 20].find((step) => span / step <= 6) ?? 50;
}

import { html, nothing, type TemplateResult } from "lit-html";
import { EPSILONS } from "../jobs/long-jobs.ts";
import type { Lab } from "../lab.ts";
import { titleOf, weightsWords } from "../models.ts";
import { lineChart } from "../parts/line-chart.ts";
import { partsView, problemView } from "../parts/problem.ts";
import { normOf, type CurveState, type State } from "../state.ts";
import { ATTACK_LABELS } from "../words.ts";

const COUNTS: readonly number[] = [100, 300, 1000];
const WILL_APPEAR =
  "The accuracy over epsilon of the course's models, and of yours if you have chosen one above, measured by your functions, will appear here.";

/** Accuracy over epsilon. */
export function curvePanel(state: State, lab: Lab): TemplateResult {
  const { curve } = state;
  return html`<section class="card curve" id="accuracy" aria-labelledby="accuracy-title">
    <h2 id="accuracy-title">Accuracy over epsilon</h2>
    <div class="row">
      <button type="button" class="primary" ?disabled=${curve.running} @click=${lab.runCurve}>
        Measure under ${ATTACK_LABELS[state.attack]}
      </button>
      <label class="inline"
        >on
        <select ?disabled=${curve.running} @change=${(event: Event) => lab.choose({ curve: withCount(curve, event) })}>
          ${COUNTS.map((count) => html`<option value=${count} ?selected=${count === curve.count}>${count}</option>`)}
        </select>
        test digits</label
      >
      ${curve.running ? running(curve, lab) : nothing}
    </div>
    ${content(state, curve)}
  </section>`;
}

function withCount(curve: CurveState, event: Event): CurveState {
  return { ...curve, count: Number((event.target as HTMLSelectElement).value) };
}

function running({ progress }: CurveState, lab: Lab): TemplateResult {
  return html`<progress aria-label="Measuring" max="1" .value=${progress}></progress>
    <button type="button" id="stop" @click=${() => stop(lab)}>Stop</button>`;
}

function stop(lab: Lab): void {
  lab.stopCurve();
  // The Stop button disappears, so the focus moves to the start button once it is enabled again.
  setTimeout(() => document.querySelector<HTMLElement>("#accuracy button.primary")?.focus());
}

function content(state: State, curve: CurveState): TemplateResult {
  if (curve.result?.ok === false) return problemView(curve.result.problem, WILL_APPEAR);
  if (curve.points.length === 0) return curve.running ? html`` : html`<p class="quiet empty">${WILL_APPEAR}</p>`;
  const x = EPSILONS[normOf(curve.kind)];
  const stopped = !curve.running && curve.result === null;
  return html`
    ${curve.outdated ? html`<p class="note" role="status">Your code or your model has changed since then: measure again.</p>` : nothing}
    ${stopped ? html`<p class="note" role="status">Stopped: these results are partial.</p>` : nothing}
    <p class="quiet empty">Under ${ATTACK_LABELS[curve.kind]}, on ${curve.count} test digits</p>
    ${lineChart({
      title: `Accuracy over epsilon under ${ATTACK_LABELS[curve.kind]}, ${curve.models.length} models`,
      xLabel: normOf(curve.kind) === "l2" ? "epsilon, ℓ2 length of the change" : "epsilon, largest change of a pixel",
      yLabel: "accuracy",
      x,
      series: curve.models.map((model) => ({
        name: titleOf(state, model),
        values: x.map((epsilon) => accuracyAt(curve, model, epsilon)),
      })),
      range: [0, 1],
      yTicks: [0, 0.25, 0.5, 0.75, 1],
      level: { value: 0.1, label: "chance" },
      isNarrow: state.isNarrow,
    })}
    ${curve.result?.ok ? partsView(curve.result.value.parts, weightsWords(state, curve.models)) : nothing}
  `;
}

/** The value that accuracyCurve returned; until it returns, the value measured so far. */
function accuracyAt({ result, points, kind }: CurveState, model: string, epsilon: number): number | null {
  const measured = points.find((point) => point.model === model && point.epsilon === epsilon)?.accuracy ?? null;
  if (result?.ok !== true) return measured;
  const returned = result.value.curves.find((curve) => curve.model === model)?.accuracies;
  return returned?.[EPSILONS[normOf(kind)].indexOf(epsilon)] ?? measured;
}

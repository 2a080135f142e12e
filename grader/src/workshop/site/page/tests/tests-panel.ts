import { html, nothing, type TemplateResult } from "lit-html";
import { isOfFile } from "../../student/not-run.ts";
import { resultsOf, type Progress } from "../exercises.ts";
import type { Scope, State, Tests } from "../state.ts";
import type { OutputLine, Place, TestError, TestResult } from "../workspace.ts";

export interface TestActions {
  readonly run: (scope: Scope) => void;
  readonly chooseTab: (tab: Tests["tab"]) => void;
  readonly openPlace: (place: Place) => void;
}

/** The tests of the exercise at hand, or all, with what their errors say; and what the student's code prints. */
export function testsView(state: State, actions: TestActions): TemplateResult {
  const { tests } = state;
  const tab = (id: Tests["tab"], title: string): TemplateResult =>
    html`<button type="button" aria-pressed=${tests.tab === id} @click=${() => actions.chooseTab(id)}>
      ${title}
    </button>`;
  return html`<div class="bar">
      ${tab("tests", "Tests")} ${tab("console", `Console${tests.output.length > 0 ? ` (${tests.output.length})` : ""}`)}
      <span class="space"></span>
      <button type="button" @click=${() => actions.run("exercise")}>Test ${state.exercise}</button>
      <button type="button" @click=${() => actions.run("all")}>Test all</button>
    </div>
    ${tests.tab === "tests" ? resultsView(state, actions) : consoleView(tests.output)}`;
}

function resultsView(state: State, actions: TestActions): TemplateResult {
  const { tests, exercise } = state;
  const atHand = state.progress.find((each) => each.exercise.id === exercise);
  return html`<p class="summary" role="status" data-running=${tests.isRunning}>${summaryOf(state)}</p>
    ${tests.sentence === null ? nothing : html`<p class="sentence" role="alert">${tests.sentence}</p>`}
    ${listOf(tests.results.filter(isOfFile), actions)}
    ${
      tests.scope === "all"
        ? state.progress.map((each) => groupView(each, tests.results, actions))
        : listOf(atHand === undefined ? [] : resultsOf(atHand.exercise, tests.results), actions)
    }`;
}

function summaryOf({ tests, exercise, progress }: State): string {
  const isAll = tests.scope === "all";
  const counted = progress.filter((each) => isAll || each.exercise.id === exercise);
  const sum = (key: "passed" | "ran"): number => counted.reduce((total, each) => total + each[key], 0);
  const what = isAll ? "All tests" : `Exercise ${exercise}`;
  if (sum("ran") === 0) return tests.isRunning ? `${what}: running …` : `${what}: no results yet`;
  return `${what}: ${sum("passed")} of ${sum("ran")} pass${tests.isRunning ? ", running …" : ""}`;
}

/** An exercise's results; open if it is written and something fails. */
function groupView(
  { exercise, state, passed, ran }: Progress,
  results: readonly TestResult[],
  actions: TestActions,
): TemplateResult {
  return html`<details class="group" data-state=${state} ?open=${state === "failing"}>
    <summary>${exercise.id} ${exercise.title}: ${state === "stub" ? "stub, " : ""}${passed} of ${ran} pass</summary>
    ${listOf(resultsOf(exercise, results), actions)}
  </details>`;
}

function listOf(results: readonly TestResult[], { openPlace }: TestActions): TemplateResult | typeof nothing {
  if (results.length === 0) return nothing;
  return html`<ul class="results">
    ${results.map((result) => resultView(result, openPlace))}
  </ul>`;
}

const SIGNS = { pass: ["✓", "passes"], fail: ["✗", "fails"], skip: ["–", "is skipped"] } as const;

function resultView(result: TestResult, openPlace: TestActions["openPlace"]): TemplateResult {
  const { file, name, state, errors } = result;
  const [sign, word] = SIGNS[state];
  const title = isOfFile(result) ? `${file} does not load, so all its tests fail` : name;
  return html`<li data-state=${state}>
    <span class="sign" aria-hidden="true">${sign}</span><span class="hidden">${word}: </span>${title}
    ${errors.map((error) => errorView(error, openPlace))}
  </li>`;
}

function errorView({ message, diff, at }: TestError, openPlace: TestActions["openPlace"]): TemplateResult {
  return html`<div class="error">
    <p class="message">${message}</p>
    ${diff === null ? nothing : html`<pre class="diff" tabindex="0" role="region" aria-label="Difference">${diffLines(diff)}</pre>`}
    ${
      at === null
        ? nothing
        : html`<button type="button" class="place" @click=${() => openPlace(at)}>
            ${at.path}:${at.line}:${at.column}
          </button>`
    }
  </div>`;
}

function diffLines(diff: string): readonly TemplateResult[] {
  return diff.split("\n").map((line) => {
    const kind = line.startsWith("+") ? "received" : line.startsWith("-") ? "expected" : "same";
    return html`<span class=${kind}>${line}</span>`;
  });
}

function consoleView(output: readonly OutputLine[]): TemplateResult {
  if (output.length === 0) return html`<p class="summary">What your code prints with console.log appears here.</p>`;
  return html`<pre class="console" tabindex="0" role="log" aria-label="Output">
${output.map(({ kind, text }) => html`<span class=${kind}>${text}</span>`)}</pre>`;
}

import { html, type TemplateResult } from "lit-html";
import { QUESTION_IDS } from "@robustness-lab/fixtures/hand-in";
import type { Progress, ProgressState } from "../exercises.ts";
import type { State } from "../state.ts";

/** A sign and a word for each state, so that colour is not all that tells them apart. */
const SIGNS: Readonly<Record<ProgressState, readonly [sign: string, word: string]>> = {
  stub: ["○", "stub"],
  untested: ["◐", "not tested"],
  failing: ["✗", "failing"],
  passing: ["✓", "passing"],
};

interface OutlineActions {
  /** Shows an exercise in the sheet and in the editor. */
  readonly goToExercise: (id: string) => void;
  readonly openFile: (path: string) => void;
}

/** The exercises with their states, then the written questions. */
export function outlineView({ progress, exercise, open }: State, actions: OutlineActions): TemplateResult {
  return html`<ol>
    ${progress.map((each) => exerciseView(each, each.exercise.id === exercise && open !== "answers.md", actions))}
    <li>
      <button
        type="button"
        aria-current=${open === "answers.md" ? "true" : "false"}
        @click=${() => actions.openFile("answers.md")}
      >
        <span class="number">${QUESTION_IDS[0]}–${QUESTION_IDS.at(-1)?.slice(1)}</span>
        <span class="title">Written questions</span>
      </button>
    </li>
  </ol>`;
}

function exerciseView(each: Progress, isAtHand: boolean, { goToExercise }: OutlineActions): TemplateResult {
  const { exercise, state } = each;
  const [sign, word] = SIGNS[state];
  return html`<li>
    <button
      type="button"
      data-exercise=${exercise.id}
      data-state=${state}
      aria-current=${isAtHand ? "true" : "false"}
      title=${titleOf(each)}
      @click=${() => goToExercise(exercise.id)}
    >
      <span class="sign" aria-hidden="true">${sign}</span> <span class="number">${exercise.id}</span>
      <span class="title">${exercise.title}</span>
      <span class="hidden">${word}</span>
    </button>
  </li>`;
}

function titleOf({ exercise, stubs, passed, ran }: Progress): string {
  if (stubs.length > 0) return `not written: ${stubs.join(", ")} in src/${exercise.file}`;
  return ran === 0 ? "written, not tested" : `${passed} of ${ran} tests pass`;
}

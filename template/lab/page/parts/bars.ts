import { html, type TemplateResult } from "lit-html";
import { percent, prediction } from "../words.ts";

/** The ten probabilities as bars. The predicted class is highlighted, in green if it is the true class. */
export function bars(probabilities: readonly number[], label: number): TemplateResult {
  const predicted = prediction(probabilities);
  return html`<ol class="bars" start="0">
    ${probabilities.map(
      (value, digit) =>
        html`<li
          class=${digit === predicted ? (digit === label ? "right" : "wrong") : "other"}
          style="--part: ${value.toFixed(4)}"
        >
          <span class="digit">${digit}</span><span class="bar"></span><span class="value">${percent(value)}</span>
        </li>`,
    )}
  </ol>`;
}

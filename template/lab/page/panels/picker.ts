import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { nextDigit, type Lab } from "../lab.ts";
import type { PadElement } from "../parts/pad.ts";
import { choice } from "../parts/fields.ts";
import { digitAt, type State } from "../state.ts";

const SHOWN = 12;
const CLASSES = Array.from({ length: 10 }, (_, digit) => digit);

/** The controls that choose a digit: from the test set, or drawn. */
export function picker(state: State, lab: Lab): TemplateResult {
  return html`
    ${choice({
      name: "source",
      label: "Digit",
      value: state.source,
      options: [
        ["test", "from the test set"],
        ["drawn", "drawn by you"],
      ],
      onChange: (source) => lab.choose({ source }),
    })}
    ${state.source === "test" ? testDigits(state, lab) : drawing(state, lab)}
  `;
}

function testDigits(state: State, lab: Lab): TemplateResult {
  const indices = indicesAround(state);
  return html`
    <fieldset class="digits">
      <legend class="hidden">Test digit</legend>
      ${indices.map((index) => thumbnail(state, lab, index))}
    </fieldset>
    <div class="row">
      <button type="button" @click=${() => lab.choose(nextDigit(state, -1))}>Previous</button>
      <button type="button" @click=${() => lab.choose(nextDigit(state, 1))}>Next</button>
      <label class="inline"
        >Show
        <select @change=${(event: Event) => lab.choose(filtered(state, (event.target as HTMLSelectElement).value))}>
          <option value="">all classes</option>
          ${CLASSES.map((digit) => html`<option value=${digit} ?selected=${state.filter === digit}>${digit}</option>`)}
        </select></label
      >
    </div>
  `;
}

function thumbnail({ data, index: chosen }: State, lab: Lab, index: number): TemplateResult {
  if (data === null) return html``;
  const name = `a ${data.labels[index] ?? 0}, test digit ${index + 1}`;
  return html`<label class="thumbnail"
    ><input
      type="radio"
      name="digit"
      aria-label=${name}
      .checked=${live(index === chosen)}
      @change=${() => lab.choose({ index })} /><lab-digit .pixels=${digitAt(data.digits, index)}></lab-digit
  ></label>`;
}

/** The page of digits that contains the chosen one. */
function indicesAround({ data, filter, index }: State): readonly number[] {
  const all = Array.from({ length: data?.labels.length ?? 0 }, (_, place) => place);
  const shown = all.filter((place) => filter === null || data?.labels[place] === filter || place === index);
  const first = Math.floor(shown.indexOf(index) / SHOWN) * SHOWN;
  return shown.slice(first, first + SHOWN);
}

function filtered(state: State, value: string): Partial<State> {
  const filter = value === "" ? null : Number(value);
  const isRight = filter === null || state.data?.labels[state.index] === filter;
  return { filter, ...(isRight ? {} : nextDigit({ ...state, filter }, 1)) };
}

function drawing(state: State, lab: Lab): TemplateResult {
  const clear = (event: Event): void => {
    (event.target as HTMLElement).closest(".drawing")?.querySelector<PadElement>("lab-pad")?.clear();
  };
  return html`<div class="drawing">
    <lab-pad
      tabindex="0"
      role="application"
      aria-label="Drawing pad, 28 by 28 pixels"
      aria-describedby="pad-help"
      @draw=${({ detail }: CustomEvent<Float32Array>) => lab.choose({ drawn: detail })}
      @pen=${announcePen}
    ></lab-pad>
    <div class="beside">
      <p id="pad-help" class="quiet">
        Draw with a mouse, finger or pen. With keys: arrows move the pen, Space lowers or lifts it, Delete clears.
      </p>
      <p class="hidden" id="pen" aria-live="polite"></p>
      <label class="inline"
        >It is a
        <select
          @change=${(event: Event) => lab.choose({ drawnLabel: toLabel((event.target as HTMLSelectElement).value) })}
        >
          <option value="">– what the model predicts –</option>
          ${CLASSES.map((digit) => html`<option value=${digit} ?selected=${state.drawnLabel === digit}>${digit}</option>`)}
        </select></label
      >
      <button type="button" @click=${clear}>Clear</button>
    </div>
  </div>`;
}

function toLabel(value: string): number | null {
  return value === "" ? null : Number(value);
}

/** Tells screen readers where the pen is. */
function announcePen({
  detail,
}: CustomEvent<{ readonly x: number; readonly y: number; readonly isDown: boolean }>): void {
  const status = document.querySelector("#pen");
  if (status === null) return;
  status.textContent = `Pen ${detail.isDown ? "down" : "up"}, column ${Math.floor(detail.x) + 1}, row ${Math.floor(detail.y) + 1}`;
}

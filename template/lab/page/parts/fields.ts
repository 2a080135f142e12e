import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";

export interface SliderField {
  readonly id: string;
  readonly label: string | TemplateResult;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value as text, beside the slider and for screen readers. */
  readonly text: string;
  readonly onInput: (value: number) => void;
}

/** A slider with its label and its value. */
export function slider({ id, label, value, min, max, step, text, onInput }: SliderField): TemplateResult {
  const handleInput = (event: Event) => onInput((event.target as HTMLInputElement).valueAsNumber);
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <output for=${id}>${text}</output>
    <input
      id=${id}
      type="range"
      min=${min}
      max=${max}
      step=${step}
      .value=${live(String(value))}
      aria-valuetext=${text}
      @input=${handleInput}
    />
  </div>`;
}

export interface ChoiceField<V extends string> {
  readonly name: string;
  readonly label: string;
  readonly value: V;
  readonly options: readonly (readonly [value: V, label: string])[];
  readonly onChange: (value: V) => void;
}

/** Radio buttons styled as one switch; arrow keys move between them. */
export function choice<V extends string>({ name, label, value, options, onChange }: ChoiceField<V>): TemplateResult {
  return html`<fieldset class="choice">
    <legend>${label}</legend>
    <div class="options">
      ${options.map(
        ([option, text]) =>
          html`<label
            ><input
              type="radio"
              name=${name}
              value=${option}
              .checked=${live(option === value)}
              @change=${() => onChange(option)}
            /><span>${text}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
}

import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit-html";
import { decimal } from "../words.ts";

/** One line: null where it is not known yet. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** A chart of lines over the same places. */
export interface LineChart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: readonly number[];
  readonly series: readonly Series[];
  /** From where to where the y axis goes. */
  readonly range: readonly [number, number];
  readonly yTicks: readonly number[];
  /** Every how many places the x axis has a tick. */
  readonly xEvery?: number;
  /** A level worth knowing, such as chance. */
  readonly level?: { readonly value: number; readonly label: string };
  /** A place on the x axis that is chosen. */
  readonly marked?: number;
}

const SIZE = { width: 640, height: 300, left: 52, right: 16, top: 14, bottom: 46 };

/** The chart as SVG, its legend, and its numbers as a table: lines differ in colour, dashes and marks. */
export function lineChart(chart: LineChart): TemplateResult {
  return html`<figure class="chart">
    <ul class="legend">
      ${chart.series.map(({ name }, place) => html`<li>${key(place)}<span>${name}</span></li>`)}
    </ul>
    <svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label=${chart.title}>
      ${axes(chart)}${lines(chart)}
    </svg>
    <details class="numbers">
      <summary>The numbers</summary>
      ${table(chart)}
    </details>
  </figure>`;
}

function axes(chart: LineChart): SVGTemplateResult {
  const { x, yTicks, level, xEvery = 1, marked } = chart;
  const [right, bottom] = [SIZE.width - SIZE.right, SIZE.height - SIZE.bottom];
  const middle = (SIZE.left + right) / 2;
  return svg`
    ${yTicks.map(
      (tick) => svg`
      <line class="grid" x1=${SIZE.left} x2=${right} y1=${atY(chart, tick)} y2=${atY(chart, tick)} />
      <text class="tick" x=${SIZE.left - 8} y=${atY(chart, tick) + 4} text-anchor="end">${shortest(tick)}</text>`,
    )}
    ${x.map((value, place) =>
      place % xEvery === 0
        ? svg`
      <text class="tick" x=${atX(chart, value)} y=${bottom + 18} text-anchor="middle">${shortest(value)}</text>`
        : nothing,
    )}
    ${
      level === undefined
        ? nothing
        : svg`
      <line class="level" x1=${SIZE.left} x2=${right} y1=${atY(chart, level.value)} y2=${atY(chart, level.value)} />
      <text class="tick" x=${right} y=${atY(chart, level.value) - 5} text-anchor="end">${level.label}</text>`
    }
    ${marked === undefined ? nothing : svg`<line class="marked" x1=${atX(chart, marked)} x2=${atX(chart, marked)} y1=${SIZE.top} y2=${bottom} />`}
    <text class="axis" x=${middle} y=${SIZE.height - 6} text-anchor="middle">${chart.xLabel}</text>
    <text class="axis" transform="translate(14 ${(SIZE.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${chart.yLabel}</text>`;
}

function lines(chart: LineChart): readonly SVGTemplateResult[] {
  return chart.series.map(({ values }, place) => {
    const points = values.flatMap((value, index) => {
      const x = chart.x[index];
      return value === null || x === undefined || !Number.isFinite(value)
        ? []
        : [[atX(chart, x), atY(chart, value)] as const];
    });
    const marks =
      chart.x.length > 10 ? [] : points.map(([x, y]) => svg`<g transform="translate(${x} ${y})">${mark(place)}</g>`);
    return svg`<g class="series s${place}"><polyline points=${points.map((point) => point.join(",")).join(" ")} />${marks}</g>`;
  });
}

/** A circle, a square, a triangle, a diamond: lines are told apart without colours. */
function mark(place: number): SVGTemplateResult {
  if (place % 4 === 0) return svg`<circle r="4.5" />`;
  if (place % 4 === 1) return svg`<rect x="-4" y="-4" width="8" height="8" />`;
  if (place % 4 === 2) return svg`<path d="M0 -5.5 5 4 -5 4z" />`;
  return svg`<path d="M0 -5.5 5.5 0 0 5.5 -5.5 0z" />`;
}

function key(place: number): TemplateResult {
  return html`<svg class="key" viewBox="0 0 36 12" aria-hidden="true">
    <g class="series s${place}">
      <polyline points="2,6 34,6" />
      <g transform="translate(18 6)">${mark(place)}</g>
    </g>
  </svg>`;
}

function table({ x, series, xLabel }: LineChart): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="The numbers of the chart">
    <table>
      <thead>
        <tr>
          <th scope="col">${xLabel}</th>
          ${x.map((value) => html`<th scope="col">${shortest(value)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${series.map(
          ({ name, values }) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${x.map((_, place) => html`<td>${cell(values[place])}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cell(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : decimal(value, 3);
}

function atX({ x }: LineChart, value: number): number {
  const [first = 0, last = 1] = [x[0], x.at(-1)];
  return SIZE.left + ((value - first) / (last - first)) * (SIZE.width - SIZE.left - SIZE.right);
}

function atY({ range: [low, high] }: LineChart, value: number): number {
  const inside = Math.min(high, Math.max(low, value));
  return SIZE.top + ((high - inside) / (high - low)) * (SIZE.height - SIZE.top - SIZE.bottom);
}

/** 0.25, 0.3 and 1, not 0.30 or 1.00. */
function shortest(value: number): string {
  return String(Math.round(1000 * value) / 1000).replace("-", "−");
}

import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit-html";
import { decimal } from "../words.ts";

/** One line. Values that are not known yet are null. */
interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** Lines over the same x values. */
export interface LineChart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: readonly number[];
  readonly series: readonly Series[];
  /** The ends of the y axis. */
  readonly range: readonly [number, number];
  readonly yTicks: readonly number[];
  /** Every n-th value has a tick on the x axis and a mark on the lines. */
  readonly xEvery?: number;
  /** A horizontal reference line, such as chance. */
  readonly level?: { readonly value: number; readonly label: string };
  /** The x value that is currently chosen. */
  readonly marked?: number;
  /** Draws a smaller picture, whose text stays legible when it is scaled down. */
  readonly isNarrow: boolean;
}

const MARGIN = { left: 52, right: 16, top: 14, bottom: 46 };
const WIDE = { width: 680, height: 320 };
const NARROW = { width: 380, height: 290 };

/** The chart as SVG with a legend and a table of its numbers. Lines differ in colour, dashes and marks. */
export function lineChart(chart: LineChart): TemplateResult {
  const { width, height } = sizeOf(chart);
  return html`<figure class="chart">
    <ul class="legend">
      ${chart.series.map(({ name }, place) => html`<li>${key(place)}<span>${name}</span></li>`)}
    </ul>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${chart.title}>${axes(chart)}${lines(chart)}</svg>
    <details class="numbers">
      <summary>The numbers</summary>
      ${table(chart)}
    </details>
  </figure>`;
}

function axes(chart: LineChart): SVGTemplateResult {
  const { x, yTicks, level, xEvery = 1, marked } = chart;
  const { width, height } = sizeOf(chart);
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
  const middle = (MARGIN.left + right) / 2;
  return svg`
    ${yTicks.map(
      (tick) => svg`
      <line class="grid" x1=${MARGIN.left} x2=${right} y1=${atY(chart, tick)} y2=${atY(chart, tick)} />
      <text class="tick" x=${MARGIN.left - 8} y=${atY(chart, tick) + 4} text-anchor="end">${shortest(tick)}</text>`,
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
      <line class="level" x1=${MARGIN.left} x2=${right} y1=${atY(chart, level.value)} y2=${atY(chart, level.value)} />
      <text class="tick" x=${right} y=${atY(chart, level.value) - 5} text-anchor="end">${level.label}</text>`
    }
    ${marked === undefined ? nothing : svg`<line class="marked" x1=${atX(chart, marked)} x2=${atX(chart, marked)} y1=${MARGIN.top} y2=${bottom} />`}
    <text class="axis" x=${middle} y=${height - 6} text-anchor="middle">${chart.xLabel}</text>
    <text class="axis" transform="translate(14 ${(MARGIN.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${chart.yLabel}</text>`;
}

function lines(chart: LineChart): readonly SVGTemplateResult[] {
  return chart.series.map(({ values }, place) => {
    const points = values.flatMap((value, index) => {
      const x = chart.x[index];
      return value === null || x === undefined || !Number.isFinite(value)
        ? []
        : [{ at: [atX(chart, x), atY(chart, value)] as const, isMarked: index % (chart.xEvery ?? 1) === 0 }];
    });
    const marks = points
      .filter(({ isMarked }) => isMarked)
      .map(({ at: [x, y] }) => svg`<g transform="translate(${x} ${y})">${mark(place)}</g>`);
    return svg`<g class="series s${place}"><polyline points=${points.map(({ at }) => at.join(",")).join(" ")} />${marks}</g>`;
  });
}

/** A circle, a square, a triangle or a diamond, so that lines can be distinguished without colours. */
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

function sizeOf({ isNarrow }: LineChart) {
  return isNarrow ? NARROW : WIDE;
}

function atX(chart: LineChart, value: number): number {
  const [first = 0, last = 1] = [chart.x[0], chart.x.at(-1)];
  return MARGIN.left + ((value - first) / (last - first)) * (sizeOf(chart).width - MARGIN.left - MARGIN.right);
}

function atY(chart: LineChart, value: number): number {
  const [low, high] = chart.range;
  const inside = Math.min(high, Math.max(low, value));
  return MARGIN.top + ((high - inside) / (high - low)) * (sizeOf(chart).height - MARGIN.top - MARGIN.bottom);
}

/** Writes 0.25, 0.3 and 1, not 0.30 or 1.00. */
function shortest(value: number): string {
  return String(Math.round(1000 * value) / 1000).replace("-", "−");
}

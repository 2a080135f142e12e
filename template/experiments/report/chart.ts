import { escapeHtml } from "./escape.ts";

/** A line of a chart. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Series with the same number share colour and marks. */
  readonly style: number;
  /** Dashed and without marks, such as a published curve. */
  readonly isReference?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly series: readonly Series[];
}

const SIZE = { width: 680, height: 320, left: 52, right: 16, top: 14, bottom: 46 };
const [RIGHT, BOTTOM] = [SIZE.width - SIZE.right, SIZE.height - SIZE.bottom];
/** More points than this are drawn without a mark each. */
const MOST_MARKS = 20;
/** Circle, square, triangle, diamond: lines can be told apart without colours. */
const MARKS = [
  '<circle r="4.5"/>',
  '<rect x="-4" y="-4" width="8" height="8"/>',
  '<path d="M0 -5.5 5 4 -5 4z"/>',
  '<path d="M0 -5.5 5.5 0 0 5.5 -5.5 0z"/>',
];
const COLOURS = 5;

/** Draws lines in a frame that spans the ticks, with a legend of those that are no references, as HTML. */
export function renderChart(chart: Chart): string {
  const label = escapeHtml(`${chart.title}: ${chart.yLabel} over ${chart.xLabel}`);
  return `<figure>
<ul class="legend">${chart.series
    .filter(({ isReference }) => isReference !== true)
    .map(renderKey)
    .join("")}</ul>
<svg viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${label}">${renderAxes(chart)}${chart.series
    .map((series) => renderSeries(chart, series))
    .join("")}</svg>
</figure>`;
}

/** Up to about eight round ticks from 0 to the largest value. */
export function ticksTo(largest: number): readonly number[] {
  const rough = Math.max(largest, 1e-9) / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.ceil(largest / step) + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

function renderAxes(chart: Chart): string {
  const { xTicks, yTicks, xLabel, yLabel } = chart;
  const rows = yTicks.map((tick) => {
    const y = atY(chart, tick);
    return `<line class="grid" x1="${SIZE.left}" x2="${RIGHT}" y1="${y}" y2="${y}"/><text x="${SIZE.left - 8}" y="${y + 4}" text-anchor="end">${tick}</text>`;
  });
  const columns = xTicks.map(
    (tick) => `<text x="${atX(chart, tick)}" y="${BOTTOM + 18}" text-anchor="middle">${tick}</text>`,
  );
  const [middleX, middleY] = [(SIZE.left + RIGHT) / 2, (SIZE.top + BOTTOM) / 2];
  return `${rows.join("")}${columns.join("")}
<text x="${middleX}" y="${SIZE.height - 6}" text-anchor="middle">${escapeHtml(xLabel)}</text>
<text transform="translate(14 ${middleY}) rotate(-90)" text-anchor="middle">${escapeHtml(yLabel)}</text>`;
}

function renderSeries(chart: Chart, { points, style, isReference = false }: Series): string {
  const drawn = points.map(([x, y]) => [atX(chart, x), atY(chart, y)] as const);
  const line = `<polyline points="${drawn.map((point) => point.join(",")).join(" ")}"/>`;
  const marked = isReference ? [] : drawn.length > MOST_MARKS ? drawn.slice(-1) : drawn;
  const marks = marked.map(([x, y]) => `<g transform="translate(${x} ${y})">${markOf(style)}</g>`);
  return `<g class="${classOf(style, isReference)}">${line}${marks.join("")}</g>`;
}

function renderKey({ name, style }: Series): string {
  const mark = `<polyline points="2,6 34,6"/><g transform="translate(18 6)">${markOf(style)}</g>`;
  const key = `<svg class="key" viewBox="0 0 36 12" aria-hidden="true"><g class="${classOf(style, false)}">${mark}</g></svg>`;
  return `<li>${key}${escapeHtml(name)}</li>`;
}

function classOf(style: number, isReference: boolean): string {
  return `series s${style % COLOURS}${isReference ? " reference" : ""}`;
}

function markOf(style: number): string {
  return MARKS[style % MARKS.length] ?? "";
}

function atX({ xTicks }: Chart, value: number): number {
  const [first = 0, last = 1] = [xTicks[0], xTicks.at(-1)];
  return rounded(SIZE.left + ((value - first) / (last - first)) * (RIGHT - SIZE.left));
}

function atY({ yTicks }: Chart, value: number): number {
  const [low = 0, high = 1] = [yTicks[0], yTicks.at(-1)];
  const inside = Math.min(high, Math.max(low, value));
  return rounded(SIZE.top + ((high - inside) / (high - low)) * (BOTTOM - SIZE.top));
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10;
}

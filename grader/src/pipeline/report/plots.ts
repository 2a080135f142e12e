import * as Plot from "@observablehq/plot";
import { greyOf, legend, renderPlot, styleOf, type PlotForm, type PlotText } from "./plot-frame.ts";

/** A curve of accuracy over epsilon. */
export interface AccuracySeries {
  readonly name: string;
  /** Accuracies in [0, 1]. */
  readonly measured: readonly { readonly epsilon: number; readonly accuracy: number }[];
  /** Drawn broad and pale behind the others, so that a curve that coincides with it stays visible. */
  readonly isBackdrop?: true;
}

/** The count in an interval. The last interval includes its end. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A measurement with its range. */
export interface Measured {
  /** The measured quantity, a position on the x axis. */
  readonly what: string;
  /** The series. */
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const BROAD = { strokeWidth: 9, strokeOpacity: 0.45, strokeLinecap: "round" } as const;

/** Draws accuracy over epsilon as an SVG. `chance` is the accuracy of guessing. */
export function accuracyPlot(
  series: readonly AccuracySeries[],
  text: PlotText,
  chance: number,
  form: PlotForm = "file",
): string {
  const behind = series.flatMap(({ measured, isBackdrop }, index) => {
    const { colour: stroke } = styleOf(index);
    return isBackdrop === undefined ? [] : [Plot.line(measured, { x: "epsilon", y: "accuracy", stroke, ...BROAD })];
  });
  const marks = series.flatMap(({ measured, isBackdrop }, index) => {
    const { colour, symbol } = styleOf(index);
    const channels = { x: "epsilon", y: "accuracy", stroke: colour };
    if (isBackdrop) return [];
    return [
      Plot.line(measured, { ...channels, strokeWidth: 2 }),
      Plot.dot(measured, { x: "epsilon", y: "accuracy", fill: colour, symbol, r: 4.5 }),
    ];
  });
  const all = [...chanceLine(chance, form), ...behind, ...marks, ...legend(series, form)];
  return renderPlot(text, { y: { domain: [0, 1], ticks: form === "file" ? 10 : 5 } }, all, form);
}

function chanceLine(chance: number, form: PlotForm): readonly Plot.Markish[] {
  const fill = greyOf(form);
  const place = { frameAnchor: "left", y: chance, dx: 4, dy: -8, textAnchor: "start" } as const;
  return [
    Plot.ruleY([chance], { stroke: fill, strokeDasharray: "1 3" }),
    Plot.text([`chance (${chance})`], { ...place, fill }),
  ];
}

/** Draws a histogram as an SVG. */
export function histogramPlot(bins: readonly Bin[], text: PlotText, form: PlotForm = "file"): string {
  const largest = Math.max(1, ...bins.map(({ count }) => count));
  const marks = [
    Plot.rectY(bins, { x1: "from", x2: "to", y: "count", fill: styleOf(0).colour, insetLeft: 1, insetRight: 1 }),
    Plot.text(
      bins.filter(({ count }) => count > 0),
      { x: ({ from, to }: Bin) => (from + to) / 2, y: "count", text: "count", dy: -8 },
    ),
    Plot.ruleY([0]),
  ];
  // No ticks at fractions of a submission.
  const y = { domain: [0, largest], ticks: Math.min(5, largest), tickFormat: "d" };
  return renderPlot(text, { x: { nice: false }, y }, marks, form);
}

/** Compares measurements of several series, with values and ranges, as an SVG. A dashed line is drawn at `reference`. */
export function comparisonPlot(
  measured: readonly Measured[],
  text: PlotText,
  reference: number,
  form: PlotForm = "file",
): string {
  const names = [...new Set(measured.map(({ name }) => name))];
  const marks = names.flatMap((name, index) => {
    const own = measured.filter((each) => each.name === name);
    const { colour, symbol } = styleOf(index);
    // Next to each other, so that numbers do not overlap.
    const dx = 36 * (index - (names.length - 1) / 2);
    return [
      Plot.ruleX(own, { x: "what", y1: "low", y2: "high", stroke: colour, strokeWidth: 1.5, dx }),
      Plot.dot(own, { x: "what", y: "value", fill: colour, symbol, r: 5, dx }),
      Plot.text(own, { x: "what", y: "high", text: ({ value }: Measured) => value.toFixed(2), dx, dy: -9 }),
    ];
  });
  const domain = [0, Math.max(reference, ...measured.map(({ high }) => high))];
  const line = Plot.ruleY([reference], { stroke: greyOf(form), strokeDasharray: "4 4" });
  const x = {
    type: "point",
    padding: 0.5,
    domain: [...new Set(measured.map(({ what }) => what))],
    nice: false,
  } as const;
  const series = names.map((name) => ({ name }));
  return renderPlot(text, { x, y: { domain, ticks: 6 } }, [line, ...marks, ...legend(series, form)], form);
}

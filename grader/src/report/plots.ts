import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** A curve of accuracy over epsilon. */
export interface AccuracySeries {
  readonly name: string;
  /** Accuracies in [0, 1]. */
  readonly measured: readonly { readonly epsilon: number; readonly accuracy: number }[];
  /** What was published for the same, drawn dashed. */
  readonly published?: readonly { readonly epsilon: number; readonly accuracy: number }[];
}

/** The training loss of a model, one number a step. */
export interface LossSeries {
  readonly name: string;
  readonly losses: readonly number[];
}

/** What a plot says in words. */
export interface PlotText {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
}

/** The three of Okabe and Ito's colours that stay apart in every kind of colour blindness and in grey. */
const STYLES = [
  { colour: "#0072b2", symbol: "circle" },
  { colour: "#d55e00", symbol: "square" },
  { colour: "#009e73", symbol: "triangle" },
] as const;
const GREY = "#595959";
const SIZE = { width: 720, height: 440, marginTop: 84, marginRight: 24, marginBottom: 56, marginLeft: 64 };
const LEGEND = { lineHeight: 20, columnWidth: 190 };

/** Draws accuracy over epsilon as an SVG document; `chance` is the accuracy of guessing. */
export function accuracyPlot(series: readonly AccuracySeries[], text: PlotText, chance: number): string {
  const marks = series.flatMap(({ measured, published }, index) => {
    const { colour, symbol } = styleOf(index);
    const channels = { x: "epsilon", y: "accuracy", stroke: colour };
    return [
      ...(published ? [Plot.line(published, { ...channels, strokeWidth: 1.5, strokeDasharray: "5 4" })] : []),
      Plot.line(measured, { ...channels, strokeWidth: 2 }),
      Plot.dot(measured, { x: "epsilon", y: "accuracy", fill: colour, symbol, r: 4.5 }),
    ];
  });
  const chanceLine = [
    Plot.ruleY([chance], { stroke: GREY, strokeDasharray: "1 3" }),
    Plot.text([`chance (${chance})`], {
      frameAnchor: "left",
      y: chance,
      dx: 4,
      dy: -8,
      fill: GREY,
      textAnchor: "start",
    }),
  ];
  const hasPublished = series.some(({ published }) => published !== undefined);
  return render(text, { domain: [0, 1], ticks: 10 }, [
    ...chanceLine,
    ...marks,
    ...legend(series),
    ...(hasPublished ? [legendText("solid: measured · dashed: published", 2, 0)] : []),
  ]);
}

/** Draws training losses over steps as an SVG document. */
export function lossPlot(series: readonly LossSeries[], text: PlotText): string {
  const marks = series.flatMap(({ losses }, index) => {
    const { colour, symbol } = styleOf(index);
    const points = losses.map((loss, step) => ({ step: step + 1, loss }));
    return [
      Plot.line(points, { x: "step", y: "loss", stroke: colour, strokeWidth: 1.5 }),
      // The symbol at the end tells the lines apart without their colours.
      Plot.dot(points.slice(-1), { x: "step", y: "loss", fill: colour, symbol, r: 4.5 }),
    ];
  });
  const largest = Math.max(0, ...series.flatMap(({ losses }) => losses));
  return render(text, { domain: [0, largest], ticks: 8 }, [...marks, ...legend(series)]);
}

function styleOf(index: number): (typeof STYLES)[number] {
  return STYLES[index % STYLES.length] ?? STYLES[0];
}

/** Names the series above the frame, each with its symbol. */
function legend(series: readonly { readonly name: string }[]): readonly Plot.Markish[] {
  return series.flatMap(({ name }, index) => {
    const { colour, symbol } = styleOf(index);
    const place = { frameAnchor: "top-left", ...legendPlace(1, index) } as const;
    return [Plot.dot([name], { ...place, fill: colour, symbol, r: 5 }), legendText(name, 1, index)];
  });
}

function legendText(text: string, row: number, column: number): Plot.Markish {
  const { dx, dy } = legendPlace(row, column);
  const indent = row === 1 ? 12 : -4;
  return Plot.text([text], { frameAnchor: "top-left", dx: dx + indent, dy: dy - 5, textAnchor: "start", fontSize: 14 });
}

function legendPlace(row: number, column: number): { readonly dx: number; readonly dy: number } {
  return { dx: 6 + column * LEGEND.columnWidth, dy: row * LEGEND.lineHeight - SIZE.marginTop + 28 };
}

function render({ title, xLabel, yLabel }: PlotText, y: Plot.ScaleOptions, marks: readonly Plot.Markish[]): string {
  // Without the types of a browser, neither package's own types have a document.
  const page = parseHTML("<!doctype html><html><body></body></html>") as unknown as { readonly document: object };
  const outsideBrowser: object = { document: page.document };
  const svg = Plot.plot({
    ...SIZE,
    ...outsideBrowser,
    className: "plot",
    style: { fontFamily: "system-ui, sans-serif", fontSize: "13px", color: "#1a1a1a" },
    x: { label: xLabel, labelAnchor: "center", labelArrow: "none", labelOffset: 44, nice: true },
    y: { label: yLabel, labelAnchor: "center", labelArrow: "none", labelOffset: 48, grid: true, ...y },
    marks: [
      ...marks,
      Plot.text([title], {
        frameAnchor: "top-left",
        dy: 20 - SIZE.marginTop,
        fontSize: 16,
        fontWeight: 600,
        textAnchor: "start",
      }),
    ],
  }) as unknown as { readonly outerHTML: string };
  return toDocument(svg.outerHTML);
}

/** A viewer that knows no CSS for SVG shows no background: a rectangle is seen everywhere. */
function toDocument(svg: string): string {
  const background = `<rect width="100%" height="100%" fill="white"></rect>`;
  const withNamespace = svg.includes("xmlns=") ? svg : svg.replace("<svg", `<svg xmlns="http://www.w3.org/2000/svg"`);
  return `${withNamespace.replace(">", `>${background}`)}\n`;
}

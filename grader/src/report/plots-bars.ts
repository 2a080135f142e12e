import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** A bar, with the range it is known to. */
export interface Bar {
  /** Bars of one group stand side by side. */
  readonly group: string;
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Okabe and Ito's colours that stay apart in every kind of colour blindness and in grey. */
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9"];
const SIZE = { width: 720, height: 440, marginTop: 70, marginBottom: 48, marginLeft: 64, marginRight: 16 };

/** Draws groups of bars as an SVG document; a line stands at `reference`. */
export function barPlot(
  bars: readonly Bar[],
  text: { readonly title: string; readonly yLabel: string },
  reference: number,
): string {
  // Without the types of a browser, neither package's own types have a document.
  const page = parseHTML("<!doctype html><html><body></body></html>") as unknown as { readonly document: object };
  const names = [...new Set(bars.map(({ name }) => name))];
  const groups = [...new Set(bars.map(({ group }) => group))];
  const place = { fx: "group", x: "name" } as const;
  const options = {
    ...SIZE,
    document: page.document,
    className: "plot",
    style: { fontFamily: "system-ui, sans-serif", fontSize: "13px", color: "#1a1a1a" },
    fx: { domain: groups, label: null, padding: 0.15 },
    x: { domain: names, axis: null, padding: 0.1 },
    y: { label: text.yLabel, labelArrow: "none", grid: true, zero: true },
    color: { domain: names, range: COLOURS.slice(0, names.length) },
    marks: [
      Plot.barY(bars, { ...place, y: "value", fill: "name" }),
      Plot.ruleX(bars, { ...place, y1: "low", y2: "high", strokeWidth: 1.5 }),
      Plot.text(bars, { ...place, y: "high", text: (bar: Bar) => bar.value.toFixed(2), dy: -8, fontSize: 11 }),
      Plot.ruleY([reference], { strokeDasharray: "4 4" }),
    ],
  };
  const svg = Plot.plot(options as Plot.PlotOptions) as unknown as { readonly outerHTML: string };
  return toDocument(svg.outerHTML, text.title, names);
}

/** Title and legend stand above the frame; a viewer that knows no CSS for SVG shows no background: a rectangle is seen. */
function toDocument(svg: string, title: string, names: readonly string[]): string {
  const legend = names.map(
    (name, index) =>
      `<rect x="${64 + 150 * index}" y="38" width="12" height="12" fill="${COLOURS[index] ?? "#595959"}"></rect>` +
      `<text x="${82 + 150 * index}" y="49" fill="#1a1a1a">${escaped(name)}</text>`,
  );
  const above = `<rect width="100%" height="100%" fill="white"></rect><text x="64" y="22" font-size="16" font-weight="600" fill="#1a1a1a">${escaped(title)}</text>${legend.join("")}`;
  const withNamespace = svg.includes("xmlns=") ? svg : svg.replace("<svg", `<svg xmlns="http://www.w3.org/2000/svg"`);
  return `${withNamespace.replace(">", `>${above}`)}\n`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

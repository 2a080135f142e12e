import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** The title and axis labels of a plot. */
export interface PlotText {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
}

/**
 * "file": a standalone document with a title, on white. "page": an element of a page, small enough for a phone, in the
 * page's text colour and without style attributes, which the page's policy would block.
 */
export type PlotForm = "file" | "page";

/** Three colours by Okabe and Ito that differ in every kind of colour blindness and in grey. */
const STYLES = [
  { colour: "#0072b2", symbol: "circle" },
  { colour: "#d55e00", symbol: "square" },
  { colour: "#009e73", symbol: "triangle" },
] as const;

const FORMS = {
  file: {
    size: { width: 720, height: 440, marginTop: 84, marginRight: 24, marginBottom: 56, marginLeft: 64 },
    legendWidth: 190,
    fontSize: 13,
    grey: "#595959",
  },
  page: {
    size: { width: 440, height: 290, marginTop: 46, marginRight: 16, marginBottom: 52, marginLeft: 56 },
    legendWidth: 150,
    fontSize: 13,
    grey: "currentColor",
  },
} as const;
const LEGEND_LINE = 20;

/** The colour and symbol of the n-th series. Either alone distinguishes the series. */
export function styleOf(index: number): (typeof STYLES)[number] {
  return STYLES[index % STYLES.length] ?? STYLES[0];
}

/** The colour of secondary elements. */
export function greyOf(form: PlotForm): string {
  return FORMS[form].grey;
}

/** A legend above the frame: each series with its symbol. */
export function legend(series: readonly { readonly name: string }[], form: PlotForm): readonly Plot.Markish[] {
  return series.flatMap(({ name }, index) => {
    const { colour, symbol } = styleOf(index);
    const place = { frameAnchor: "top-left", ...legendPlace(1, index, form) } as const;
    return [Plot.dot([name], { ...place, fill: colour, symbol, r: 5 }), legendText(name, 1, index, form)];
  });
}

/** A text in the legend. */
function legendText(text: string, row: number, column: number, form: PlotForm): Plot.Markish {
  const { dx, dy } = legendPlace(row, column, form);
  const indent = row === 1 ? 12 : -4;
  return Plot.text([text], { frameAnchor: "top-left", dx: dx + indent, dy: dy - 5, textAnchor: "start", fontSize: 14 });
}

function legendPlace(row: number, column: number, form: PlotForm): { readonly dx: number; readonly dy: number } {
  const { size, legendWidth } = FORMS[form];
  // A page has a heading instead of a title, so its legend starts higher.
  const top = form === "file" ? 28 : -2;
  return { dx: 6 + column * legendWidth, dy: row * LEGEND_LINE - size.marginTop + top };
}

/** The axes of a plot, except their labels. */
export interface Axes {
  readonly x?: Plot.ScaleOptions;
  readonly y: Plot.ScaleOptions;
}

/** Draws marks in a frame with labelled axes. @returns the text of an SVG */
export function renderPlot(
  text: PlotText,
  { x = {}, y }: Axes,
  marks: readonly Plot.Markish[],
  form: PlotForm,
): string {
  // Both packages type documents with the DOM library, which we do not include.
  const page = parseHTML("<!doctype html><html><body></body></html>") as unknown as { readonly document: object };
  const outsideBrowser: object = { document: page.document };
  const { size, fontSize } = FORMS[form];
  const svg = Plot.plot({
    ...size,
    ...outsideBrowser,
    className: "plot",
    style: { fontFamily: "system-ui, sans-serif", fontSize: `${fontSize}px`, color: "#1a1a1a" },
    x: { label: text.xLabel, labelAnchor: "center", labelArrow: "none", labelOffset: 44, nice: true, ...x },
    y: { label: text.yLabel, labelAnchor: "center", labelArrow: "none", labelOffset: 48, grid: true, ...y },
    marks: [...marks, ...(form === "file" ? [titleMark(text.title, size.marginTop)] : [])],
  }) as unknown as SvgElement;
  return form === "file" ? toDocument(svg.outerHTML) : toElement(svg, text, fontSize);
}

function titleMark(title: string, marginTop: number): Plot.Markish {
  const place = { frameAnchor: "top-left", dy: 20 - marginTop, textAnchor: "start" } as const;
  return Plot.text([title], { ...place, fontSize: 16, fontWeight: 600 });
}

interface SvgElement {
  readonly outerHTML: string;
  readonly setAttribute: (name: string, value: string) => void;
  readonly removeAttribute: (name: string) => void;
  readonly querySelectorAll: (selector: string) => Iterable<SvgElement & { readonly remove: () => void }>;
}

/** Adds a white rectangle, because some viewers ignore a CSS background in an SVG. */
function toDocument(svg: string): string {
  const background = `<rect width="100%" height="100%" fill="white"></rect>`;
  const withNamespace = svg.includes("xmlns=") ? svg : svg.replace("<svg", `<svg xmlns="http://www.w3.org/2000/svg"`);
  return `${withNamespace.replace(">", `>${background}`)}\n`;
}

function toElement(svg: SvgElement, { title, xLabel, yLabel }: PlotText, fontSize: number): string {
  for (const style of svg.querySelectorAll("style")) style.remove();
  svg.removeAttribute("style");
  // One image with one name. Names of its parts do not help users of screen readers.
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  svg.setAttribute("font-size", String(fontSize));
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${title}: ${yLabel} over ${xLabel}`);
  return svg.outerHTML;
}

import { readFile } from "node:fs/promises";
import type { AccuracyPlot } from "./figure-view.ts";
import type { HtmlAssets } from "./page.ts";

/** The style sheet that all our pages have in common. */
const STYLES = new URL("report.css", import.meta.url);

/** What report.html is made of. */
export interface ReportAssets extends HtmlAssets {
  /** Absent where no result has a figure. */
  readonly accuracyPlot?: AccuracyPlot;
}

/**
 * Reads the template and the style sheet of report.html, which lie beside this file. What draws is loaded where there is
 * something to draw: it takes longer than all the rest.
 */
export async function readHtmlAssets({ withPlot = true } = {}): Promise<ReportAssets> {
  const assets = await readPageAssets(new URL("report.html.hbs", import.meta.url));
  if (!withPlot) return assets;
  const { accuracyPlot } = await import("./plots.ts");
  return { ...assets, accuracyPlot };
}

/** Reads the template of a page, and its own style sheets after the common one. */
export async function readPageAssets(template: URL, ...styles: readonly URL[]): Promise<HtmlAssets> {
  const [text, ...css] = await Promise.all([template, STYLES, ...styles].map((file) => readFile(file, "utf8")));
  return { template: text ?? "", css: css.join("") };
}

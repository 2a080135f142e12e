import type { Result } from "../score/result.ts";
import type { AccuracyPlot } from "./figure-view.ts";
import { toHtmlView, type Pictures } from "./html-view.ts";
import { readPageAssets, renderPage, type HtmlAssets } from "./page.ts";

/** The assets of report.html. */
export interface ReportAssets extends HtmlAssets {
  /** Absent if no result has a figure. */
  readonly accuracyPlot?: AccuracyPlot;
}

/** Reads the assets of report.html. The plotting library is loaded only if needed, since it takes longest to load. */
export async function readHtmlAssets({ withPlot = true } = {}): Promise<ReportAssets> {
  const assets = await readPageAssets(new URL("report.html.hbs", import.meta.url));
  if (!withPlot) return assets;
  const { accuracyPlot } = await import("./plots.ts");
  return { ...assets, accuracyPlot };
}

/** Renders report.html, a self-contained page. */
export function renderHtml(result: Result, assets: ReportAssets, pictures: Pictures = new Map()): string {
  return renderPage(toHtmlView(result, pictures, assets.accuracyPlot), assets);
}

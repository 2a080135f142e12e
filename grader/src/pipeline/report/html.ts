import type { Result } from "../score/result.ts";
import type { AccuracyPlot } from "./figure-view.ts";
import { toHtmlView } from "./html-view.ts";
import { readPageAssets, renderPage, type HtmlAssets } from "./page.ts";
import type { ReportContent } from "./report-content.ts";

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
export function renderHtml(result: Result, assets: ReportAssets, content: ReportContent = {}): string {
  return renderPage(toHtmlView(result, content, assets.accuracyPlot), assets);
}

import type { Result } from "../score/result.ts";
import type { ReportAssets } from "./html-assets.ts";
import { toHtmlView } from "./html-view.ts";
import { renderPage } from "./page.ts";

/** A result as one self-contained page. */
export function renderHtml(result: Result, assets: ReportAssets): string {
  return renderPage(toHtmlView(result, assets.accuracyPlot), assets);
}

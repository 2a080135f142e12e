import type { Result } from "../score/result.ts";
import { toHtmlView } from "./html-view.ts";
import { renderPage, type HtmlAssets } from "./page.ts";

/** A result as one self-contained page. */
export function renderHtml(result: Result, assets: HtmlAssets): string {
  return renderPage(toHtmlView(result), assets);
}

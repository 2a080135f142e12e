import { createHash } from "node:crypto";
import Handlebars from "handlebars";
import type { Result } from "../score/result.ts";
import { toHtmlView, type HtmlView } from "./html-view.ts";

/** The texts that a page is made of: a Handlebars template and its style sheet. */
export interface HtmlAssets {
  readonly template: string;
  readonly css: string;
}

interface Page extends HtmlView {
  readonly css: string;
  readonly cssHash: string;
}

/** A result as one self-contained page: no script, nothing loaded, and no style but ours. */
export function renderHtml(result: Result, assets: HtmlAssets): string {
  const render = Handlebars.compile<Page>(assets.template, { strict: true });
  const css = stylesFrom(assets.css);
  const cssHash = createHash("sha256").update(css).digest("base64");
  return render({ ...toHtmlView(result), css, cssHash });
}

// The browser hashes what it parsed: line feeds, whatever a checkout made of them.
function stylesFrom(css: string): string {
  return `\n${css.replaceAll("\r\n", "\n")}`;
}

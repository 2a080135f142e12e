import { createHash } from "node:crypto";
import Handlebars from "handlebars";

/** The texts that a page is made of: a Handlebars template and its style sheet. */
export interface HtmlAssets {
  readonly template: string;
  readonly css: string;
}

/**
 * A view as one self-contained page: no script, nothing loaded, and no style but ours. The template puts `css` into its
 * one style element and `cssHash` into its policy.
 */
export function renderPage(view: object, assets: HtmlAssets): string {
  const render = Handlebars.compile<object>(assets.template, { strict: true });
  const css = stylesFrom(assets.css);
  const cssHash = createHash("sha256").update(css).digest("base64");
  return render({ ...view, css, cssHash });
}

// The browser hashes what it parsed: line feeds, whatever a checkout made of them.
function stylesFrom(css: string): string {
  return `\n${css.replaceAll("\r\n", "\n")}`;
}

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import Handlebars from "handlebars";

/** A Handlebars template and its style sheet. */
export interface HtmlAssets {
  readonly template: string;
  readonly css: string;
}

/** The style sheet that all our pages share. */
const STYLES = new URL("report.css", import.meta.url);

/** Reads the template of a page, and the page's own style sheets after the shared one. */
export async function readPageAssets(template: URL, ...styles: readonly URL[]): Promise<HtmlAssets> {
  const [text, ...css] = await Promise.all([template, STYLES, ...styles].map((file) => readFile(file, "utf8")));
  return { template: text ?? "", css: css.join("") };
}

/**
 * Renders a self-contained page without scripts. The template inserts `css` into its only style element and `cssHash` into
 * its Content Security Policy, so that no other style applies.
 */
export function renderPage(view: object, assets: HtmlAssets): string {
  const render = Handlebars.compile<object>(assets.template, { strict: true });
  // Browsers hash the parsed text, in which line breaks are always line feeds.
  const css = `\n${assets.css.replaceAll("\r\n", "\n")}`;
  const cssHash = createHash("sha256").update(css).digest("base64");
  return render({ ...view, css, cssHash });
}

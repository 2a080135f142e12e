import { readFile } from "node:fs/promises";
import type { HtmlAssets } from "./page.ts";

/** The style sheet that all our pages have in common. */
const STYLES = new URL("report.css", import.meta.url);

/** Reads the template and the style sheet of report.html, which lie beside this file. */
export function readHtmlAssets(): Promise<HtmlAssets> {
  return readPageAssets(new URL("report.html.hbs", import.meta.url));
}

/** Reads the template of a page, and its own style sheets after the common one. */
export async function readPageAssets(template: URL, ...styles: readonly URL[]): Promise<HtmlAssets> {
  const [text, ...css] = await Promise.all([template, STYLES, ...styles].map((file) => readFile(file, "utf8")));
  return { template: text ?? "", css: css.join("") };
}

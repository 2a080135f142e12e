import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { COURSE } from "@robustness-lab/fixtures/exercises";
import Handlebars from "handlebars";

/** A Handlebars template, its style sheet and, for a page that has one, its script. */
export interface HtmlAssets {
  readonly template: string;
  readonly css: string;
  /** The names of the course and the lab. */
  readonly lab: string;
  readonly script?: string;
}

/** The style sheet that all our pages share. */
const STYLES = new URL("report.css", import.meta.url);

/** Reads the template of a page, and the page's own style sheets after the shared one. */
export async function readPageAssets(template: URL, ...styles: readonly URL[]): Promise<HtmlAssets> {
  const [text, ...css] = await Promise.all([template, STYLES, ...styles].map((file) => readFile(file, "utf8")));
  return { template: text ?? "", css: css.join(""), lab: `${COURSE.course} · ${COURSE.title}` };
}

/**
 * Renders a self-contained page. The template inserts `css` into its only style element and `cssHash` into its Content
 * Security Policy, so that no other style applies; likewise `script` and `scriptHash`, if there is one.
 */
export function renderPage(view: object, assets: HtmlAssets): string {
  const render = Handlebars.compile<object>(assets.template, { strict: true });
  const [css, cssHash] = hashed(assets.css);
  const [script, scriptHash] = hashed(assets.script ?? "");
  return render({ ...view, lab: assets.lab, css, cssHash, script, scriptHash });
}

/** A text as browsers hash it: in parsed text, line breaks are always line feeds. */
function hashed(source: string): readonly [text: string, hash: string] {
  const text = `\n${source.replaceAll("\r\n", "\n")}`;
  return [text, createHash("sha256").update(text).digest("base64")];
}

import { Marked, type RendererObject, type TokenizerAndRendererExtension } from "marked";
import temml from "temml";
import { escapeHtml } from "./escape.ts";

interface MarkdownOptions {
  /** Where a piece of code leads: a file, or a function; null if nowhere. */
  readonly ofCode?: (code: string) => string | null;
  /** True if a line break in the text is one on the page. */
  readonly breaks?: boolean;
}

/** HTML of a Markdown text with mathematics as MathML. It may hold whatever the text holds: sanitise it. */
export function renderMarkdown(text: string, { ofCode = () => null, breaks = false }: MarkdownOptions = {}): string {
  const marked = new Marked({ gfm: true, breaks, async: false, extensions: [blockMath, inlineMath] });
  marked.use({ renderer: { heading: headings(), table, checkbox, ...references(ofCode) } });
  return marked.parse(text) as string;
}

/** Headings with ids, so that links lead to them. */
function headings(): NonNullable<RendererObject["heading"]> {
  const seen = new Map<string, number>();
  return function ({ tokens, depth, text }) {
    const slug = slugOf(text);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    const id = count === 0 ? slug : `${slug}-${count}`;
    return `<h${depth} id="${id}" tabindex="-1">${this.parser.parseInline(tokens)}</h${depth}>\n`;
  };
}

/** What may lead to something else. What scrolls can be reached by keyboard. */
function references(ofCode: NonNullable<MarkdownOptions["ofCode"]>): RendererObject {
  return {
    codespan({ text }) {
      const target = ofCode(text);
      const shown = `<code>${escapeHtml(text)}</code>`;
      return target === null ? shown : `<a href="${escapeHtml(target)}">${shown}</a>`;
    },
    code: ({ text }) => `<pre tabindex="0"><code>${escapeHtml(text)}</code></pre>\n`,
    link({ href, tokens }) {
      const inner = this.parser.parseInline(tokens);
      const to = /^(https?:|mailto:|#)/.test(href) ? href : ofCode(href);
      if (to === null) return inner;
      return `<a href="${escapeHtml(to)}"${to.startsWith("#") ? "" : ' target="_blank" rel="noopener noreferrer"'}>${inner}</a>`;
    },
  };
}

/** A list of tasks is text, not a form. */
const checkbox: NonNullable<RendererObject["checkbox"]> = ({ checked }) => (checked ? "☑ " : "☐ ");

const table: NonNullable<RendererObject["table"]> = function ({ header, rows }) {
  const row = (cells: typeof header, tag: string): string =>
    `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join("")}</tr>\n`;
  const body = rows.map((cells) => row(cells, "td")).join("");
  return `<div class="scrolls" tabindex="0"><table><thead>${row(header, "th")}</thead><tbody>${body}</tbody></table></div>\n`;
};

const blockMath: TokenizerAndRendererExtension = {
  name: "blockMath",
  level: "block",
  start: (source) => source.indexOf("$$"),
  tokenizer: (source) => {
    const found = /^ {0,3}\$\$([^$]+)\$\$[ \t]*(?:\n|$)/.exec(source);
    return found === null ? undefined : { type: "blockMath", raw: found[0], formula: found[1] ?? "" };
  },
  renderer: (token) => `<div class="scrolls formula" tabindex="0">${mathml(String(token.formula), true)}</div>\n`,
};

const inlineMath: TokenizerAndRendererExtension = {
  name: "inlineMath",
  level: "inline",
  start: (source) => source.indexOf("$"),
  tokenizer: (source) => {
    // As on GitHub: no space inside the dollars, and no digit after them, so that prices stay prices.
    const found = /^\$\$([^$]+)\$\$|^\$((?:[^$\s\\]|\\.)(?:(?:[^$\\]|\\[^])*?(?:[^$\s\\]|\\.))?)\$(?!\d)/.exec(source);
    if (found === null) return undefined;
    return {
      type: "inlineMath",
      raw: found[0],
      formula: found[1] ?? found[2] ?? "",
      isDisplayed: found[1] !== undefined,
    };
  },
  renderer: (token) => mathml(String(token.formula), token.isDisplayed === true),
};

/** Of rules and spaces, in em and in points. */
const MAX_SIZE: [em: number, points: number] = [20, 200];

/** A formula that is wrong is shown as it was written, with what is wrong. */
function mathml(formula: string, displayMode: boolean): string {
  try {
    return temml.renderToString(formula, {
      displayMode,
      throwOnError: true,
      trust: false,
      maxExpand: 1000,
      maxSize: MAX_SIZE,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `<code class="missing" title="${escapeHtml(why)}">${escapeHtml(formula)}</code>`;
  }
}

/** The ids of headings as GitHub makes them, so that links within the sheet work here, too. */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

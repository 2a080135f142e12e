import { parseHTML } from "linkedom";
import { sharedAnswerRenderer } from "../../pipeline/report/answers/answer-renderer.ts";
import { readHtmlAssets, renderHtml } from "../../pipeline/report/html.ts";
import { renderMarkdown } from "../../pipeline/report/markdown.ts";
import { renderTexts } from "../../pipeline/report/report-content.ts";
import { renderTerminal } from "../../pipeline/report/terminal.ts";
import type { Result } from "../../pipeline/score/result.ts";

/** A word in every payload of the corpus. In a report it may occur in text only. */
const PAYLOAD = "PWNED";
/** Holds a comment as it was typed, beside the rendered one. */
const TYPED = "data-typed";
/** Characters that change what a terminal or a reader sees: controls except line feeds, bidi, zero width. */
const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** Places in a result's reports where a student's text is active content, as sentences. */
export async function reportLeaks(result: Result): Promise<readonly string[]> {
  const texts = await renderTexts(result, sharedAnswerRenderer());
  const html = renderHtml(result, await readHtmlAssets(), texts);
  const markdown = renderMarkdown(result);
  const terminal = renderTerminal(result, { colours: false, reports: [] });
  return [
    ...htmlLeaks(html),
    ...[markdown, terminal, html].flatMap((text) =>
      INVISIBLE.test(text) ? [`invisible characters: ${excerpt(text)}`] : [],
    ),
    ...(/^::|##\[/m.test(terminal) ? ["a workflow command of GitHub in the terminal report"] : []),
  ];
}

/** The properties of an element that are used here; linkedom's types need those of the DOM, which Node lacks. */
interface Element {
  readonly localName: string;
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
}

function htmlLeaks(html: string): readonly string[] {
  const { document } = parseHTML(html) as { document: { querySelectorAll: (selector: string) => Iterable<Element> } };
  const elements = [...document.querySelectorAll("*")];
  const attributes = elements.flatMap((element) => [...element.attributes]);
  const carriers = attributes.filter(({ name, value }) => name !== TYPED && `${name}${value}`.includes(PAYLOAD));
  const active = elements.filter((element) => ACTIVE.has(element.localName) && !isOurPicture(element));
  const styles = elements.filter(
    ({ localName, textContent }) => localName === "style" && textContent.includes(PAYLOAD),
  );
  return [
    ...carriers.map(({ name }) => `a payload in the attribute ${name}`),
    ...active.map(({ localName }) => `an element <${localName}>`),
    ...styles.map(() => "a payload in a style sheet"),
  ];
}

/** An image of a digit: an inline PNG with no attributes but these. */
function isOurPicture({ localName, attributes }: Element): boolean {
  return localName === "img" && [...attributes].every(({ name, value }) => PICTURE[name]?.test(value) ?? false);
}

const PICTURE: Readonly<Record<string, RegExp>> = {
  src: /^data:image\/png;base64,[A-Za-z0-9+/]+=*$/,
  width: /^28$/,
  height: /^28$/,
  alt: /^\d( under attack)?$/,
};

const ACTIVE: ReadonlySet<string> = new Set(["script", "img", "iframe", "object", "embed", "base", "form", "link"]);

function excerpt(text: string): string {
  const at = text.search(INVISIBLE);
  return JSON.stringify(text.slice(Math.max(0, at - 20), at + 20));
}

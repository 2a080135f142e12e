import { parseHTML } from "linkedom";
import { readHtmlAssets, renderHtml } from "../../pipeline/report/html.ts";
import { renderMarkdown } from "../../pipeline/report/markdown.ts";
import { renderTerminal } from "../../pipeline/report/terminal.ts";
import type { Result } from "../../pipeline/score/result.ts";

/** Every payload of the corpus holds this word: in a report it may stand in text, and nowhere else. */
const PAYLOAD = "PWNED";
// All that a terminal or a reader's eye may take for a command: controls but line ends, bidi, zero width.
const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** Where the reports on a result take a student's text for more than text, in words. */
export async function reportLeaks(result: Result): Promise<readonly string[]> {
  const html = renderHtml(result, await readHtmlAssets());
  const markdown = renderMarkdown(result);
  const terminal = renderTerminal(result, { colours: false, reports: [] });
  return [
    ...htmlLeaks(html),
    ...[markdown, terminal, html].flatMap((text) =>
      INVISIBLE.test(text) ? [`unseen characters: ${excerpt(text)}`] : [],
    ),
    ...(/^::|##\[/m.test(terminal) ? ["a command of GitHub's in the terminal's text"] : []),
  ];
}

/** linkedom's types need a DOM that Node's have not; this is what is used of it. */
interface Element {
  readonly localName: string;
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
}

function htmlLeaks(html: string): readonly string[] {
  const { document } = parseHTML(html) as { document: { querySelectorAll: (selector: string) => Iterable<Element> } };
  const elements = [...document.querySelectorAll("*")];
  const attributes = elements.flatMap((element) => [...element.attributes]);
  const carriers = attributes.filter(({ name, value }) => `${name}${value}`.includes(PAYLOAD));
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

/** A digit of the figure: an inline PNG of the grader's own making, and nothing that runs when it cannot be shown. */
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

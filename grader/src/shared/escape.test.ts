import fc from "fast-check";
import { parseHTML } from "linkedom";
import { parsers } from "prettier/plugins/markdown";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { codeBlock, codeSpan, defuseCommands, escapeMarkdown, visible, visibleLines } from "./escape.ts";
import { readHtmlAssets, renderHtml } from "../pipeline/report/html.ts";
import { renderJson } from "../pipeline/report/json.ts";
import { renderMarkdown } from "../pipeline/report/markdown.ts";
import { hostileResult } from "../pipeline/report/testing/sample-results.ts";
import { renderTerminal } from "../pipeline/report/terminal.ts";

const SEED = 20_261_101;
const RUNS = { seed: SEED, numRuns: 200 };
// Few and complete, so that random sequences of them are often valid markup.
const MARKUP = ["`", "``", "```", "\n```\n", "\n", " ", "a", "\\", "|", "<b>", "[x](y)", "![x](y)", "www.x.yz", "*a*"];
const FRAGMENTS = [
  ..."<>[]()!`*_|~\\&#@:/$ \n\r\t{}\"'=+-.1a",
  ...[
    "<script>",
    "<!--",
    "](javascript:",
    "https://x.y",
    "::error::",
    "##[error]",
    "&lt;",
    "|---|",
    "\n\n# h",
    "\n- l",
  ],
  ...["\u001b[31m", "\u202e", "\u200b", "\ud800", "\u0301", "\u{e0041}", "漢", "🙂"],
];
const sequence = (parts: readonly string[]) => fc.array(fc.constantFrom(...parts), { maxLength: 20 });
const joined = (parts: readonly string[]): string => parts.join("");
const hostile = fc.oneof(fc.string({ unit: "binary" }), sequence(FRAGMENTS).map(joined), {
  arbitrary: sequence(MARKUP).map(joined),
  weight: 2,
});

const assets = await readHtmlAssets();

describe("visible", () => {
  it("shows control, bidi and zero-width characters and lone surrogates", () => {
    expect(visible("a\u001b[0m\u202eb\u200bc\ud800\n")).toBe("a[U+001B][0m[U+202E]b[U+200B]c[U+D800][U+000A]");
  });

  it("keeps accents and non-Latin scripts", () => {
    expect(visible("Zoë Øre 漢字 שלום e\u0301")).toBe("Zoë Øre 漢字 שלום e\u0301");
  });

  it("keeps at most three stacked marks", () => {
    expect(visible(`e${"\u0301".repeat(5)}`)).toBe("e\u0301\u0301\u0301[U+0301][U+0301]");
  });

  it("says how many characters or lines of a long text are omitted", () => {
    expect(visible("abcdef", 4)).toBe("abcd… (2 more characters)");
    expect(visibleLines("\n".repeat(100))).toMatch(/… \(61 more lines\)$/);
  });
});

describe("Markdown escapes", () => {
  it("escape prose with backslashes", () => {
    expect(escapeMarkdown("the l_inf norm ||w|| * [2]")).toBe("the l\\_inf norm \\|\\|w\\|\\| \\* \\[2\\]");
  });

  it("use a code span where GitHub ignores a backslash", () => {
    expect(escapeMarkdown("ask @octocat")).toBe("`ask @octocat`");
    expect(escapeMarkdown("see www.example.org")).toBe("`see www.example.org`");
    expect(escapeMarkdown("fixes #1 | b")).toBe("`fixes #1 [U+007C] b`");
  });

  it("fence code with more backticks than it contains", () => {
    expect(codeSpan("a`b``c")).toBe("``` a`b``c ```");
    expect(codeSpan("")).toBe("`(empty)`");
    expect(codeBlock("````")).toBe("`````text\n````\n`````");
  });
});

describe("defuseCommands", () => {
  it("breaks workflow commands", () => {
    expect(defuseCommands("::error:: ##[warning] :::")).toBe(": :error: : ## [warning] : : :");
  });
});

describe("hostile text", { timeout: 60_000 }, () => {
  it("adds no element, attribute or rule to the page", () => {
    const shape = shapeOf(renderHtml(hostileResult("name", "message"), assets));
    const check = (name: string, message: string): void => {
      expect(shapeOf(renderHtml(hostileResult(name, message), assets))).toEqual(shape);
    };
    fc.assert(fc.property(hostile.filter(isNotEmpty), hostile.filter(isNotEmpty), check), { ...RUNS, numRuns: 60 });
  });

  it("is code or plain text in Markdown: no link, image, HTML or extra block", async () => {
    const blocks = await blocksOf(renderMarkdown(hostileResult("name", "message")));
    const check = async (name: string, message: string): Promise<void> => {
      const tree = await parseMarkdown(renderMarkdown(hostileResult(name, message)));
      expect(typesIn(tree).filter((type) => /link|image|html|definition|footnote/i.test(type))).toEqual([]);
      expect(tree.children?.map(({ type }) => type)).toEqual(blocks);
    };
    await fc.assert(fc.asyncProperty(hostile, hostile, check), { ...RUNS, numRuns: 60 });
  });

  it("is one line in a terminal of 80 columns, and not a workflow command", () => {
    const check = (name: string, message: string): void => {
      const text = renderTerminal(hostileResult(name, message), { colours: false, reports: [name] });
      expect(text).not.toMatch(/^\s*::|##\[|[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/m);
      const summary = text.split("\n").filter((line) => !line.startsWith("  Reports:"));
      expect(Math.max(...summary.map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
    };
    fc.assert(fc.property(hostile, hostile, check), RUNS);
  });

  it("survives a round trip through result.json, which contains no control character", () => {
    const check = (name: string, message: string): void => {
      const result = hostileResult(name, message);
      expect(renderJson(result)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(JSON.parse(renderJson(result))).toEqual(result);
    };
    fc.assert(fc.property(hostile, hostile, check), RUNS);
  });
});

interface MarkdownNode {
  readonly type: string;
  readonly children?: readonly MarkdownNode[];
}

function isNotEmpty(text: string): boolean {
  return text !== "";
}

function shapeOf(html: string): readonly string[] {
  const elements = [...parseHTML(html).document.querySelectorAll("*")];
  return elements.map((element) => [element.localName, ...element.getAttributeNames()].join(" "));
}

async function parseMarkdown(text: string): Promise<MarkdownNode> {
  const parse = parsers.markdown.parse as (text: string, options: object) => unknown;
  return (await parse(text, { originalText: text })) as MarkdownNode;
}

async function blocksOf(text: string): Promise<readonly string[] | undefined> {
  return (await parseMarkdown(text)).children?.map(({ type }) => type);
}

function typesIn({ type, children = [] }: MarkdownNode): readonly string[] {
  return [type, ...children.flatMap(typesIn)];
}

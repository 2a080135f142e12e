import { Parser } from "htmlparser2";
import { expect, test } from "vitest";
import { renderAnswer } from "./render-answer.ts";
import { HOSTILE_ANSWERS, HOSTILE_SIZES } from "./testing/hostile-answers.ts";

const pictureOf = (path: string): string | null => (path === "figures/a.png" ? "answers-picture-1.png" : null);
const html = (text: string, breaks = false): string => renderAnswer(text, { pictureOf, breaks });

/** Every tag and attribute of a page. */
function partsOf(page: string) {
  const found: { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[] = [];
  new Parser({ onopentag: (name, attributes) => found.push({ name, attributes }) }).end(page);
  return found;
}

const RUNS =
  /^(script|style|iframe|object|embed|svg|form|input|button|link|base|meta|video|audio|template|maction|annotation-xml|mglyph|semantics|noscript|xmp|textarea|title)$/;
const ATTRIBUTE =
  /^(href|target|rel|src|alt|start|align|tabindex|class|title|display|mathvariant|fence|form|stretchy|separator|symmetric|largeop|movablelimits|minsize|maxsize|[lr]space|width|height|depth|voffset|displaystyle|scriptlevel|linethickness|accent|accentunder|notation)$/;

test.each(Object.entries(HOSTILE_ANSWERS))("nothing of %s is left", (_, text) => {
  const page = html(text);
  for (const { name, attributes } of partsOf(page)) {
    expect(name).not.toMatch(RUNS);
    for (const key of Object.keys(attributes)) expect(key).toMatch(ATTRIBUTE);
    expect(attributes.href ?? "https://").toMatch(/^(https?:\/\/|mailto:)/);
    expect(attributes.src ?? "answers-picture-1.png").toBe("answers-picture-1.png");
    expect(attributes.class ?? "missing").toMatch(/^(scrolls formula|missing|note|boxed|tml-left|tml-right)$/);
    for (const key of ["width", "height", "voffset", "minsize"]) expect(attributes[key] ?? "").not.toMatch(/\d{3}em/);
  }
  expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\u00ad\0\u0007]/);
});

test.each(Object.entries(HOSTILE_SIZES))("%s end, and in a page that is not deep", { timeout: 60_000 }, (_, text) => {
  let depth = 0;
  let deepest = 0;
  const page = html(text);
  new Parser({
    onopentag: () => void (deepest = Math.max(deepest, (depth += 1))),
    onclosetag: () => void (depth -= 1),
  }).end(page);
  expect(deepest).toBeLessThanOrEqual(101);
  expect(page.length).toBeLessThan(250_000);
});

test.each([
  [
    "emphasis, code and lists",
    "**a** `<b>`\n\n- c",
    "<p><strong>a</strong> <code>&lt;b&gt;</code></p>\n<ul>\n<li>c</li>\n</ul>\n",
  ],
  ["a formula", "$x^2$", "<p><math><msup><mi>x</mi><mn>2</mn></msup></math></p>\n"],
  [
    "a formula that cannot be read",
    "$\\frac{1}$",
    expect.stringMatching(/<code class="missing" title="[^"]+">\\frac\{1\}</),
  ],
  ["a picture", "![](figures/a.png)", '<p><img src="answers-picture-1.png" alt="figures/a.png" /></p>\n'],
  [
    "a picture as HTML",
    "<img src='figures/a.png' alt='loss' width=9>",
    '<img src="answers-picture-1.png" alt="loss" />',
  ],
  [
    "a picture that is not there",
    "![](<b&.png>)",
    '<p><span class="missing">There is no picture b&amp;.png</span></p>\n',
  ],
  ["a heading", "# A\n\n###### B", "<h4>A</h4>\n<h6>B</h6>\n"],
  [
    "a web link",
    "<https://a.example/?b=1&c>",
    '<p><a href="https://a.example/?b=1&amp;c" target="_blank" rel="noopener noreferrer nofollow">https://a.example/?b=1&amp;c</a></p>\n',
  ],
  ["a list of tasks", "- [x] a\n- [ ] b", "<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>\n"],
  [
    "aligned equations",
    "$$\\begin{aligned}a&=\\boxed{b}\\end{aligned}$$",
    expect.stringMatching(/<mtd class="tml-right">.*<mtd class="tml-left">.*<mrow class="boxed">/),
  ],
])("shows %s", (_, text, expected) => {
  expect(html(text)).toEqual(expected);
});

test("invisible operators of formulas stay, and other invisible characters in them are shown", () => {
  expect(html("$\\sin x$")).toContain("<mo>\u2061</mo>");
  expect(html("$\\text{a\u200bb}$")).toContain("a[U+200B]b");
});

test("line breaks of a comment are kept, and those of an answer are spaces", () => {
  expect(html("a\nb", true)).toBe("<p>a<br />b</p>\n");
  expect(html("a\nb")).toBe("<p>a\nb</p>\n");
});

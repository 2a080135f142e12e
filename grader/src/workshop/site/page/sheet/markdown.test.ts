import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { expect, test } from "vitest";
import { ROOT } from "../../../../shared/paths.ts";
import { renderMarkdown } from "../../../../shared/markdown.ts";
import { exerciseTarget } from "./exercise-target.ts";

const targets = { ofCode: exerciseTarget };
const html = (text: string) => renderMarkdown(text, targets);
const sheet = html(readFileSync(join(ROOT, "template/README.md"), "utf8"));

test("every formula of the sheet and of answers.md is MathML", () => {
  for (const file of ["README.md", "answers.md"]) {
    const rendered = html(readFileSync(join(ROOT, "template", file), "utf8"));
    expect(rendered).not.toContain('class="missing"');
    expect(rendered.replaceAll(/<pre[^]*?<\/pre>|<code[^]*?<\/code>/g, "")).not.toMatch(/\$|\\[a-z]+/);
  }
});

test("each function and each file of an exercise is a link to it", () => {
  for (const { file, functions } of EXERCISES) {
    for (const name of functions) expect(sheet).toContain(`<a href="#open=${name}"><code>${name}</code></a>`);
    expect(sheet).toContain(`<a href="#open=${encodeURIComponent(`src/${file}`)}">`);
  }
});

test("links within the sheet lead to a heading", () => {
  const inside = [...sheet.matchAll(/href="#(?!open=)([^"]+)"/g)].map(([, id]) => id);
  expect(inside.length).toBeGreaterThan(2);
  for (const id of inside) expect(sheet).toContain(`id="${id}"`);
});

test("each exercise has its heading", () => {
  for (const { id } of EXERCISES)
    expect(sheet).toMatch(new RegExp(String.raw`<h3 id="${id.replace(".", "")}-[^"]+"[^>]*>${id} `));
});

test.each([
  ["a price is no formula", "It costs $5 and $6.", "It costs $5 and $6."],
  ["a broken formula is shown as it is, with the reason", "$\\frac{1}$", "\\frac{1}"],
])("%s", (_, text, expected) => {
  expect(html(text)).toContain(expected);
});

test("emphasis around and underscores inside a formula stay apart", () => {
  expect(html("*a* $x_i$ and $y_i$ *b*")).toMatch(/<em>a<\/em> <math.*<\/math> and <math.*<\/math> <em>b<\/em>/);
});

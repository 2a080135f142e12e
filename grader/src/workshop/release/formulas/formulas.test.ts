import { beforeAll, describe, expect, test } from "vitest";
import type { Files } from "../contents.ts";
import { readRelease } from "../write-release.ts";
import { renderFindings } from "../scan.ts";
import { findFormulas } from "./find-formulas.ts";
import { SECRET_FORMULAS } from "./formulas.ts";
import { FORMULA_PLANTS, missedFormulas } from "./plants.ts";

const findIn = (text: string) => findFormulas({ path: "notes.md", bytes: Buffer.from(text) });

test.each(FORMULA_PLANTS)("the answer to $exercise is found as $text", ({ exercise, text }) => {
  const found = findIn(`# Notes\n\n * Mind that ${text}.\n`);
  expect(found.map(({ resembles }) => resembles)).toContainEqual(
    expect.stringContaining(`the answer to exercise ${exercise}: `),
  );
  expect(found.every(({ firstLine }) => firstLine === 3 || firstLine === 4)).toBe(true);
});

test("every formula is planted in at least three spellings", () => {
  for (const { exercise } of SECRET_FORMULAS) {
    const own = FORMULA_PLANTS.filter((plant) => plant.exercise === exercise);
    expect(own.length, exercise).toBeGreaterThanOrEqual(3);
  }
});

test.each([
  "x̂_i = x_i + epsilon sign(grad_x l(y_i w·x_i)), with sign(0) = 0",
  "A linear model predicts $\\operatorname{sign}(w \\cdot x)$",
  "$$ \\frac{1}{n} \\sum_{i=1}^{n} \\ell_{\\text{hinge}}(m_i) + \\lambda \\lVert w \\rVert_2^2 . $$",
  "$$ \\max_{\\lVert \\hat x_i - x_i \\rVert_2 \\le \\varepsilon} \\ell(y_i w \\cdot \\hat x_i) $$",
  "x̂ = clip(x + epsilon sign(grad_x J(f(x), y)), 0, 1), with sign(0) = 0",
  "the mean of -log softmax(z)[label]; log(softmax(z)) is -Infinity if the gap is large",
  "max over ||x̂_i - x_i||_inf <= epsilon of l(y_i w·x̂_i)",
  "uniform in [-epsilon, epsilon]; the derivative l' of the loss, elementwise, <= 0",
])("the definition %s is no answer", (text) => {
  expect(findIn(text)).toEqual([]);
});

describe("of a release", () => {
  let release: Files;
  beforeAll(async () => {
    release = await readRelease();
  });

  test("no text answers an exercise", () => {
    const findings = [...release].flatMap(([path, bytes]) => findFormulas({ path, bytes }));
    expect(renderFindings(findings)).toBe("");
  });

  test.each([1, 2, 3])("each formula is found in a random file, at a random line (seed %i)", (seed) => {
    expect(missedFormulas(release, seed)).toEqual([]);
  });

  test("an answer that is planted is reported with its place", () => {
    const [bytes] = [release.get("README.md") ?? Buffer.alloc(0)];
    const planted = Buffer.concat([
      Buffer.from("The worst margin is $m - \\varepsilon \\lVert w \\rVert_2$.\n"),
      bytes,
    ]);
    expect(renderFindings(findFormulas({ path: "README.md", bytes: planted }))).toBe(
      "  README.md:1 resembles the answer to exercise 1.2, 1.4, 1.5: how far the margin falls\n" +
        "    The worst margin is $m - \\varepsilon \\lVert w \\rVert_2$.",
    );
  });
});

import { expect, test } from "vitest";
import { publishedCurve } from "./published.ts";
import { renderReport, renderVerdict } from "./render-report.ts";
import type { Reproduction } from "./reproduction.ts";
import { renderTextTable, tablesOf } from "./tables.ts";
import { models } from "./models.ts";

const reproduction: Reproduction = {
  schema: "robustness-lab/reproduction/v1",
  quick: false,
  seed: 1,
  engine: "wasm",
  epochs: 10,
  trainImages: 60_000,
  testImages: 10_000,
  pgdImages: 1000,
  models: models.map(({ name, title }, place) => ({
    name,
    title,
    configuration: "0123456789abcdef",
    fgsm: publishedCurve(name).map(({ epsilon, accuracy }) => ({
      epsilon,
      published: accuracy,
      accuracy: Math.max(0, accuracy - 0.0101 + 0.01 * place),
    })),
    pgd: [
      { epsilon: 0.1, accuracy: 0.067 },
      { epsilon: 0.25, accuracy: 1 },
      { epsilon: 0.3, accuracy: 0 },
    ],
    losses: [2.3, 1.5 - 0.5 * place, 0.4],
  })),
};

test("the tables fit a terminal of 80 columns", async () => {
  const text = tablesOf(reproduction).map(renderTextTable).join("\n");
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  await expect(text).toMatchFileSnapshot("goldens/tables.txt");
});

test.each(["report.md", "accuracy.svg", "losses.svg"])("%s equals its golden file", async (name) => {
  await expect(renderReport(reproduction)[name]).toMatchFileSnapshot(`goldens/${name}`);
});

test("result.json contains the whole record", () => {
  expect(JSON.parse(renderReport(reproduction)["result.json"]!)).toEqual(reproduction);
});

test("the verdict names each miss, its difference and its limit", () => {
  const [first, ...others] = reproduction.models;
  const fgsm = first!.fgsm.map((point) => (point.epsilon === 0.1 ? { ...point, accuracy: 0.2 } : point));
  const off = { ...reproduction, models: [{ ...first!, fgsm }, ...others] };
  expect(renderVerdict(off)).toBe(
    "The published results are not reproduced:\n" +
      "  logistic-regression at epsilon 0.1: off by 4.3 points, the limit is 1.5",
  );
});

test("a quick run is not judged", () => {
  expect(renderVerdict({ ...reproduction, quick: true })).toContain("not comparable");
});

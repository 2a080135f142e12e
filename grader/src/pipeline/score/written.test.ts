import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pointsOf, WRITTEN_QUESTIONS } from "./written.ts";
import { ROOT } from "../../shared/paths.ts";

const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
/** The id and points in each heading. */
const headingsOf = (text: string): string[] =>
  [...text.matchAll(/^## (W\d) \((\d+) points\)/gm)].map((found) => found.slice(1).join(" "));

describe.each(WRITTEN_QUESTIONS)("the rubric of $id", (question) => {
  const ids = question.criteria.map(({ id }) => id);

  test("has distinct criteria that add up to its points", () => {
    expect(question.criteria.reduce((sum, { points }) => sum + points, 0)).toBe(question.maxPoints);
    expect(question.criteria.every(({ points }) => Number.isInteger(points) && points > 0)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  test("has at least two wrong answers, which miss known criteria and earn less than all points", () => {
    expect(question.wrongAnswers.flatMap(({ misses }) => misses).every((id) => ids.includes(id))).toBe(true);
    for (const wrong of question.wrongAnswers) expect(pointsOf(question, wrong)).toBeLessThan(question.maxPoints);
    expect(question.wrongAnswers.length).toBeGreaterThanOrEqual(2);
  });
});

test.each(["template/answers.md", "solution/answers.md"])(
  "%s has the questions of the rubric, in its order",
  (file) => {
    expect(headingsOf(read(file))).toEqual(WRITTEN_QUESTIONS.map(({ id, maxPoints }) => `${id} ${maxPoints}`));
  },
);

test("the model answers have the headings of the template", () => {
  const headings = (file: string): string[] => read(file).match(/^## .*$/gm) ?? [];
  expect(headings("solution/answers.md")).toEqual(headings("template/answers.md"));
});

test("the template contains nothing of the marking guide", () => {
  const files = readdirSync(join(ROOT, "template"), { recursive: true, encoding: "utf8" }).filter((file) => {
    return /\.(md|ts|json)$/.test(file) && !file.includes("node_modules");
  });
  const handedOut = files.map((file) => read(join("template", file))).join("\n");
  expect(files).toContain("answers.md");
  for (const { criteria, wrongAnswers } of WRITTEN_QUESTIONS) {
    for (const { id, lookFor } of criteria)
      expect({ id, found: handedOut.includes(lookFor.slice(0, 40)) }).toEqual({ id, found: false });
    for (const { answer, why } of wrongAnswers)
      expect([answer, why].filter((text) => handedOut.includes(text))).toEqual([]);
  }
});

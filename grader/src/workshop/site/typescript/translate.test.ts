import { expect, test } from "vitest";
import { translate } from "./translate.ts";

const one = (text: string) => translate({ "src/a.ts": text })["src/a.ts"]!;

test("types are blanked, lines and columns stay", () => {
  const text = "export function double(x: number): number {\n  return (x as number) * 2;\n}\n";
  const { js, error } = one(text);
  expect(error).toBeNull();
  expect(js).not.toContain("number");
  expect(js.split("\n").map((line) => line.length)).toEqual(text.split("\n").map((line) => line.length));
  expect(js.indexOf("return")).toBe(text.indexOf("return"));
});

test("each import and export of values has its place; those of types have none", () => {
  const text = [
    'import * as tf from "@tensorflow/tfjs-core";',
    'import type { Tensor } from "@tensorflow/tfjs-core";',
    'export * from "./b.ts";',
    'export type { C } from "./c.ts";',
    'import "./d.ts";',
    'export const later = (x: Tensor) => import("./e.ts");',
  ].join("\n");
  const { js, imports } = one(text);
  expect(imports.map(({ name }) => name)).toEqual(["@tensorflow/tfjs-core", "./b.ts", "./d.ts", "./e.ts"]);
  for (const { from, to, name } of imports) expect(js.slice(from, to)).toBe(`"${name}"`);
});

test.each([
  ["a missing bracket", "export const a = [1, 2;\n", { line: 1, column: 23 }, "',' expected"],
  ["an enum", "const a = 1;\n  enum B { C }\n", { line: 2, column: 3 }, "enum B { C }"],
])("%s is an error with its place", (_, text, place, message) => {
  const { error } = one(text);
  expect(error).toMatchObject(place);
  expect(error?.message).toContain(message);
});

import { expect, test } from "vitest";
import { explainMissingExport } from "./missing-export.ts";

const PATH = "src/linear/losses.ts";
const explain = (js: string, name: string, path = PATH) =>
  explainMissingExport(`The requested module '${path}' does not provide an export named '${name}'`, {
    [path]: { js, imports: [], error: null },
  });

test("a renamed function of an exercise is told at the export with the most similar name", () => {
  const text = "\nexport function logisticLoss() {}\n\nexport function hinge_loss() {}\n";
  expect(explain(text, "hingeLoss")).toEqual({
    message: `${PATH} exports no function hingeLoss; names must stay as they are`,
    at: { path: PATH, line: 4, column: 17 },
  });
  expect(explain(text, "logisticLos")?.at.line).toBe(2);
});

test("a function without export is told where it is", () => {
  expect(explain("\n\nfunction hingeLoss() {}\n", "hingeLoss")).toEqual({
    message: `${PATH} exports no function hingeLoss: write "export" before it`,
    at: { path: PATH, line: 3, column: 10 },
  });
});

test("a student's own file has no name that must stay, and a file without exports is told at its start", () => {
  expect(explain("", "twice", "src/own.ts")).toEqual({
    message: "src/own.ts exports no twice, which another file imports",
    at: { path: "src/own.ts", line: 1, column: 1 },
  });
});

test("another message is none", () => {
  expect(explainMissingExport("x is not defined", {})).toBeNull();
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { expect, test } from "vitest";
import { ROOT } from "../../../shared/paths.ts";
import { definitionOf, exerciseAt, progressOf, testFileOf } from "./exercises.ts";
import { FILE_LOADS } from "../student/not-run.ts";
import type { TestResult } from "./workspace.ts";

const readFrom = (folder: string) => (path: string) => readFileSync(join(ROOT, folder, path), "utf8");
const result = (name: string, state: TestResult["state"]): TestResult => {
  return { file: "tests/linear/losses.test.ts", name, state, errors: [], durationMs: 1 };
};

test("every exercise of the template is a stub, and none of the solution is", () => {
  expect(progressOf(readFrom("template"), []).every(({ state }) => state === "stub")).toBe(true);
  expect(progressOf(readFrom("template"), []).flatMap(({ stubs }) => stubs)).toEqual(
    EXERCISES.flatMap(({ functions }) => functions),
  );
  expect(progressOf(readFrom("solution"), []).every(({ state }) => state === "untested")).toBe(true);
});

test("an exercise passes if all its tests do, and fails if one does not", () => {
  const state = (...results: readonly TestResult[]) => progressOf(readFrom("solution"), results)[0];
  expect(state(result("1.1 hingeLoss > is 0", "pass"))).toMatchObject({ state: "passing", passed: 1, ran: 1 });
  expect(state(result("1.1 hingeLoss > is 0", "pass"), result("1.1 logisticLoss > is", "fail"))).toMatchObject({
    state: "failing",
    passed: 1,
    ran: 2,
  });
  // 1.10 is not 1.1.
  expect(state(result("1.10 other > is 0", "fail"))).toMatchObject({ state: "untested" });
});

test("an exercise with one of two functions written is a stub still, and says which", () => {
  const read = (path: string) =>
    readFrom("template")(path).replace(
      /throw new NotImplementedError\("1.1 hingeLoss"\).*/,
      "return tf.relu(margins);",
    );
  expect(progressOf(read, [])[0]).toMatchObject({ state: "stub", stubs: ["logisticLoss"] });
});

test("a file that does not load has no written function, and its exercises fail", () => {
  const [first, second] = progressOf(readFrom("solution"), [result(FILE_LOADS, "fail"), result("1.1 a > b", "fail")]);
  expect(first).toMatchObject({ state: "failing", written: [], passed: 0, ran: 1 });
  expect(second).toMatchObject({ state: "untested", written: ["innerMaximumL2"] });
});

test("a stub in a comment is none", () => {
  const read = (path: string) => readFrom("template")(path).replaceAll("throw new", "// throw new");
  expect(progressOf(read, []).filter(({ state }) => state === "stub")).toEqual([]);
});

test("each exercise has public tests whose groups begin with its number", () => {
  for (const exercise of EXERCISES) {
    expect(readFrom("template")(testFileOf(exercise))).toContain(`describe("${exercise.id} `);
  }
});

test("the exercise at hand is that of the function around the cursor", () => {
  const text = readFrom("template")("src/linear/l2.ts");
  const at = (name: string) => exerciseAt("src/linear/l2.ts", text, (definitionOf(text, name) ?? NaN) + 40)?.id;
  expect(at("innerMaximumL2")).toBe("1.2");
  expect(at("innerMaximiserL2")).toBe("1.3");
  expect(exerciseAt("src/linear/l2.ts", text, 0)?.id).toBe("1.2");
  expect(exerciseAt("src/own.ts", "", 0)).toBeUndefined();
});

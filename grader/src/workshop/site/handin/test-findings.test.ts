import { expect, test } from "vitest";
import type { TestResult } from "../page/workspace.ts";
import { FILE_LOADS, notRun } from "../student/not-run.ts";
import { testFindings } from "./test-findings.ts";

const FILE = "tests/linear/losses.test.ts";
const result = (name: string, message: string | null): TestResult => ({
  file: FILE,
  name,
  state: message === null ? "pass" : "fail",
  errors: message === null ? [] : [{ message, diff: null, at: null }],
  durationMs: 1,
});

test("a failing test is named with its reason, and one that waits for a stub is counted", () => {
  const stub = result("1.1 hingeLoss > is 0", "NotImplementedError: Exercise 1.1 hingeLoss is not implemented yet");
  const results = [result("1.2 a > b", null), stub, result("1.1 logisticLoss > is 0", "expected 1 to be 0")];
  expect(testFindings(results, null)).toEqual([
    "Tests: 1 pass, 1 fail, 1 wait for a stub.",
    "  1.1 logisticLoss is 0: expected 1 to be 0",
  ]);
});

test("a file that does not load is named once, with the reason and the place, not test by test", () => {
  const at = { path: "src/linear/losses.ts", line: 3, column: 17 };
  const broken = (message: string): readonly TestResult[] => {
    const ofFile = { ...result(FILE_LOADS, ""), errors: [{ message, diff: null, at }] };
    return [ofFile, ...notRun({ [FILE]: [{ title: "is 0", group: "1.1 hingeLoss" }] }, [FILE], [ofFile], "done")];
  };
  expect(testFindings(broken("src/linear/losses.ts exports no function hingeLoss; names must stay"), null)).toEqual([
    "Tests: 0 pass, 0 fail, 1 file does not load.",
    `  ${FILE} does not load: src/linear/losses.ts exports no function hingeLoss; names must stay (src/linear/losses.ts:3:17)`,
  ]);
  expect(testFindings(broken("SyntaxError: src/linear/losses.ts:3:17 Expression expected."), null)[1]).toBe(
    `  ${FILE} does not load: Expression expected. (src/linear/losses.ts:3:17)`,
  );
});

test("a run that was stopped says so first", () => {
  expect(testFindings([], "Stopped “1.1” in a.test.ts.")[0]).toBe("Tests: Stopped “1.1” in a.test.ts.");
});

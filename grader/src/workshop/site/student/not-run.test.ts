import { expect, test } from "vitest";
import type { TestResult } from "../page/workspace.ts";
import { FILE_LOADS, isNotRun, notRun } from "./not-run.ts";

const NAMES = {
  "tests/a.test.ts": ["is 0", "is 1"].map((title) => ({ title, group: "1.1 f" })),
  "tests/b.test.ts": [{ title: "is 0", group: "1.2 g" }],
};
const FILES = Object.keys(NAMES);
const result = (file: string, name: string): TestResult => ({ file, name, state: "fail", errors: [], durationMs: 1 });
const ofA = [result("tests/a.test.ts", "1.1 f > is 0")];

test("the tests of a file that does not load fail, and say why", () => {
  const found = notRun(NAMES, FILES, [result("tests/b.test.ts", FILE_LOADS), ...ofA], "done");
  expect(found.map(({ name, state, errors }) => [name, state, errors[0]?.message])).toEqual([
    ["1.2 g > is 0", "fail", "It did not run, because its file does not load."],
  ]);
  expect(found.every(isNotRun)).toBe(true);
});

test("the tests that a stopped run did not reach fail, and those with a result keep it", () => {
  expect(notRun(NAMES, FILES, ofA, "loop").map(({ name }) => name)).toEqual(["1.1 f > is 1", "1.2 g > is 0"]);
});

test("after a run that reached its end nothing is added, and files that were not asked for stay out", () => {
  expect(notRun(NAMES, FILES, ofA, "done")).toEqual([]);
  expect(notRun(NAMES, ["tests/b.test.ts"], [], "memory")).toHaveLength(1);
});

import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { expect, test } from "vitest";
import { readUntouchedTests } from "./untouched-tests.ts";

const STUBS = EXERCISES.flatMap(({ id, functions }) => functions.map((name) => ({ id, name })));

interface TestResult {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

function failed({ id, name }: { readonly id: string; readonly name: string }): TestResult {
  const message = `NotImplementedError: Exercise ${id} ${name} is not implemented yet\n    at ${name} (src/x.ts:3:9)`;
  return { fullName: `${id} ${name} works`, status: "failed", failureMessages: [message] };
}

const report = (assertionResults: readonly TestResult[], message = "") => ({
  testResults: [{ name: "a.test.ts", message, assertionResults }],
});
const outcomeOf = (tests: unknown): string => {
  try {
    return `${readUntouchedTests(tests)} fine`;
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
};

test("tests that all fail with NotImplementedError are accepted if every function has one", () => {
  expect(outcomeOf(report([...STUBS, ...STUBS.slice(0, 3)].map(failed)))).toBe(`${STUBS.length + 3} fine`);
});

test.each<readonly [string, Partial<TestResult>, string]>([
  ["passes", { status: "passed", failureMessages: [] }, '"1.1 hingeLoss works" passed'],
  ["is skipped", { status: "skipped", failureMessages: [] }, '"1.1 hingeLoss works" skipped'],
  [
    "fails with a different error",
    { failureMessages: ["TypeError: x is not a function\n    at y"] },
    '"1.1 hingeLoss works" failed TypeError: x is not a function',
  ],
])("a test that %s is reported", (_, change, words) => {
  const [first, ...others] = STUBS.map(failed);
  expect(outcomeOf(report([{ ...first!, ...change }, ...others]))).toContain(`\n  ${words}\n`);
});

test("a function without a test is reported, and so is a file that does not load", () => {
  const message = outcomeOf(report(STUBS.slice(1).map(failed), "Cannot find package 'pure-rand'"));
  expect(message).toContain("\n  Cannot find package 'pure-rand'\n  no test calls hingeLoss");
});

test("a text that is not a vitest report is rejected", () => {
  expect(() => readUntouchedTests({})).toThrow();
});

import { expect, test } from "vitest";
import type { JudgedMutant } from "./judge-mutants.ts";
import { renderTally } from "./render-tally.ts";
import { findUnstable, renderStability } from "./stability.ts";
import { holds, isMeant, tally, type Equivalent } from "./tally.ts";

const MUTANT: JudgedMutant = {
  file: "linear/losses.ts",
  functionName: "hingeLoss",
  line: 3,
  at: "return a + b;",
  operator: "arithmetic",
  original: "a + b",
  replacement: "a - b",
  within: "return a + b;",
  code: "",
  fate: "killed",
  outcomes: [],
  checks: [],
};
const SURVIVOR: JudgedMutant = { ...MUTANT, replacement: "a * b", fate: "survived" };
const LISTED: Equivalent = {
  functionName: "hingeLoss",
  at: "return a + b;",
  original: "a + b",
  replacement: "a * b",
  reason: "Both are 4 at 2.",
};

test("a row may name the old text by a pattern, and what it is within", () => {
  const [here, there] = ["return a + b;", "f(a + b)"].map((within) => ({
    functionName: "hingeLoss",
    within,
    reason: "",
  }));
  expect(isMeant({ ...here!, original: /^a \+/ }, SURVIVOR)).toBe(true);
  expect(isMeant({ ...there!, original: /^a \+/ }, SURVIVOR)).toBe(false);
  expect(isMeant({ ...here!, original: /^b/ }, SURVIVOR)).toBe(false);
});

test("a survivor counts unless it is listed", () => {
  expect(tally([MUTANT, SURVIVOR], [LISTED])).toMatchObject({ survivors: [], wrongEntries: [] });
  expect(tally([MUTANT, SURVIVOR], [])).toMatchObject({ survivors: [SURVIVOR], wrongEntries: [] });
});

test("an entry may list several mutants: those of an operator, or those that a pattern matches", () => {
  const other = { ...SURVIVOR, at: "return b;", replacement: "a * a" };
  const { functionName, reason } = LISTED;
  expect(tally([SURVIVOR, other], [{ functionName, reason, replacement: /^a \*/ }]).survivors).toEqual([]);
  expect(tally([SURVIVOR, other], [{ functionName, reason, operator: "arithmetic" }]).survivors).toEqual([]);
  expect(tally([SURVIVOR, other], [LISTED]).survivors).toEqual([other]);
});

test("an entry is wrong if one of its mutants is caught, or there is none", () => {
  const caught: JudgedMutant = { ...SURVIVOR, fate: "timeout" };
  const run = tally([MUTANT, caught], [LISTED]);
  expect(run.wrongEntries).toEqual([{ equivalent: LISTED, why: "caught", mutant: caught }]);
  const gone = tally([MUTANT], [LISTED]);
  expect(gone.wrongEntries).toEqual([{ equivalent: LISTED, why: "gone" }]);
  expect([run, gone, tally([MUTANT, SURVIVOR], [LISTED])].map(holds)).toEqual([false, false, true]);
});

test("a survivor and a mutant without a verdict fail the run", () => {
  expect(holds(tally([SURVIVOR], []))).toBe(false);
  expect(holds(tally([{ ...MUTANT, fate: "fault", reason: "RangeError" }], []))).toBe(false);
});

test("the table has a row for each function and fits a terminal", () => {
  const text = renderTally(tally([MUTANT, SURVIVOR, { ...SURVIVOR, at: "x ".repeat(80) }], [LISTED]));
  expect(text).toMatchInlineSnapshot(`
    "function   mutants  killed  timeout  equivalent  survived  fault
    hingeLoss        3       1        0           1         1      0
    all              3       1        0           1         1      0

    survived: linear/losses.ts:3 (hingeLoss, arithmetic)
        x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
        x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
        x x x x
      - a + b
      + a * b"
  `);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("a check that is lost with some seeds and passed with others is unstable", () => {
  const lost = [{ id: "hingeLoss.values", message: "off" }];
  const always = { ...MUTANT, outcomes: [1, 2].map((seed) => ({ seed, lost })) };
  const once = {
    ...MUTANT,
    outcomes: [
      { seed: 1, lost },
      { seed: 2, lost: [] },
    ],
  };
  expect(findUnstable([always])).toEqual([]);
  expect(findUnstable([always, once])).toEqual([
    { mutant: once, check: "hingeLoss.values", lostWith: [1], passedWith: [2] },
  ]);
  expect(renderStability([always, once], 2)).toContain("2 mutants with 2 seeds: the verdicts on 1 differ");
});

import { expect, test } from "vitest";
import { FAULT, parseMutants, type Mutant } from "./mutants.ts";
import { writtenRanges } from "./ranges.ts";
import { holds, renderTally } from "./render-tally.ts";
import { tally, type Equivalent } from "./tally.ts";

/* Reading Stryker's report. Stryker itself takes minutes and runs only in ./robustness-lab mutation. */

const MUTANT: Mutant = { file: "a.ts", line: 3, at: "a + b;", original: "a + b", replacement: "a - b", fate: "killed" };
const SURVIVOR: Mutant = { ...MUTANT, replacement: "a * b", fate: "survived" };
const LISTED: Equivalent = {
  file: "a.ts",
  at: "a + b;",
  original: "a + b",
  replacement: "a * b",
  reason: "Both are 4 at 2.",
};

test("exercise regions and solution-only helpers are mutated, code given to students is not", () => {
  const text = `import "x";
assertGiven();
// <exercise 1.1 hinge: max(0, 1 - z)>
one();
two();
// </exercise>
given();
// <solution-only>
three();
// </solution-only>
`;
  expect(writtenRanges("src/a.ts", text)).toEqual(["src/a.ts:4-5", "src/a.ts:9-9"]);
});

test("a file without regions has nothing to mutate", () => {
  expect(writtenRanges("index.ts", 'export * from "./a.ts";\n')).toEqual([]);
});

test("mutants are read from Stryker's report with the text they replace", () => {
  const source = "const f = () => {\n    one();\n    two();\n  };\n";
  const location = { start: { line: 1, column: 17 }, end: { line: 4, column: 4 } };
  const reported = { id: "0", mutatorName: "BlockStatement", replacement: "{}", status: "Survived", location };
  expect(parseMutants({ files: { "src/a.ts": { source, mutants: [reported] } } }, "src/")).toEqual([
    {
      file: "a.ts",
      line: 1,
      at: "const f = () => {",
      original: "{ one(); two(); }",
      replacement: "{}",
      fate: "survived",
    },
  ]);
});

test.each([
  ["Killed", "expected 'off by 3' to be 'passed'", "killed"],
  ["Killed", `${FAULT} RangeError: no finite values are expected`, "fault"],
  ["Timeout", "Hit limit reached", "timeout"],
  ["NoCoverage", undefined, "survived"],
  ["RuntimeError", "it did not load", "fault"],
])("the status %s (%s) becomes the fate %s", (status, statusReason, fate) => {
  const location = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };
  const report = {
    files: { "a.ts": { source: "x", mutants: [{ replacement: "y", status, statusReason, location }] } },
  };
  expect(parseMutants(report, "").map((mutant) => mutant.fate)).toEqual([fate]);
});

test("a survivor counts unless it is listed", () => {
  expect(tally([MUTANT, SURVIVOR], [LISTED])).toMatchObject({ score: 1, survivors: [], wrongEntries: [] });
  expect(tally([MUTANT, SURVIVOR], [])).toMatchObject({ score: 0.5, survivors: [SURVIVOR], wrongEntries: [] });
});

test("the same text on another line is a different mutant", () => {
  const elsewhere = { ...SURVIVOR, at: "return a + b;" };
  expect(tally([SURVIVOR, elsewhere], [LISTED]).survivors).toEqual([elsewhere]);
});

test("an entry of the list is wrong if its mutant is caught or gone", () => {
  const caught = tally([MUTANT, { ...SURVIVOR, fate: "killed" }], [LISTED]);
  expect(caught.wrongEntries).toEqual([{ equivalent: LISTED, why: "caught" }]);
  const gone = tally([MUTANT], [LISTED]);
  expect(gone.wrongEntries).toEqual([{ equivalent: LISTED, why: "gone" }]);
  expect([holds(caught), holds(gone), holds(tally([MUTANT, SURVIVOR], [LISTED]))]).toEqual([false, false, true]);
});

test("a mutant without a verdict fails the run at any score", () => {
  expect(holds(tally([MUTANT, { ...MUTANT, fate: "fault" }], []))).toBe(false);
});

test("fewer than 95 of 100 is not enough", () => {
  const run = (caught: number) =>
    tally([...Array<Mutant>(caught).fill(MUTANT), ...Array<Mutant>(100 - caught).fill(SURVIVOR)], []);
  expect([holds(run(94)), holds(run(95))]).toEqual([false, true]);
});

test("the table has a row for each file and fits a terminal", () => {
  const text = renderTally(tally([MUTANT, SURVIVOR, { ...SURVIVOR, at: "x ".repeat(80) }], [LISTED]));
  expect(text).toMatchInlineSnapshot(`
    "file  killed  timeout  equivalent  survived  fault
    a.ts       1        0           1         1      0
    all        1        0           1         1      0

    50.0 % of the mutants were caught, equivalents excluded (at least 95 %)

    survived: a.ts:3
        x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
        x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
        x x x x
      - a + b
      + a * b"
  `);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

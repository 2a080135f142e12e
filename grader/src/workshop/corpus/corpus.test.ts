import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { ALTERNATIVES, FAMILIES, MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import { describe, expect, test } from "vitest";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import { PARAMETER } from "../../pipeline/diagnose/variants/load-variant.ts";
import { applyPatch } from "../../pipeline/diagnose/variants/patch.ts";
import { SOLUTION_FOLDER } from "../../shared/paths.ts";

/* The corpora as data; corpus.slow.test.ts and `./robustness-lab corpus` judge them. */

test("ids are unique across both corpora", () => {
  const ids = [...MISCONCEPTIONS, ...ALTERNATIVES].map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

describe.each([
  ["misconceptions", MISCONCEPTIONS],
  ["alternatives", ALTERNATIVES],
])("%s", (_, patches) => {
  test("all apply to the reference exactly once, and change it", async () => {
    for (const patch of patches) {
      const text = await readFile(join(SOLUTION_FOLDER, "src", patch.file), "utf8");
      expect(applyPatch(text, patch), patch.id).not.toBe(text);
    }
  });

  test.each(EXERCISES.map(({ id }) => id))("cover exercise %s", (exercise) => {
    expect(patches.some((patch) => patch.exercise === exercise)).toBe(true);
  });
});

test("every misconception fails at least one check, and only checks of its exercise", () => {
  const exerciseOf = new Map(RUBRIC.map(({ id, exercise }) => [id, exercise]));
  for (const { id, exercise, fails } of MISCONCEPTIONS) {
    expect(fails.length, id).toBeGreaterThan(0);
    expect(new Set(fails.map((check) => exerciseOf.get(check))), id).toEqual(new Set([exercise]));
  }
});

test("every family applies to the reference exactly once, and changes a function of its exercise", async () => {
  for (const family of FAMILIES) {
    const text = await readFile(join(SOLUTION_FOLDER, "src", family.file), "utf8");
    const patch = { ...family, replace: family.replace(PARAMETER) };
    expect(applyPatch(text, patch), family.id).toContain(PARAMETER);
    const exercise = EXERCISES.find(({ functions }) => functions.includes(family.functionName));
    expect([exercise?.id, exercise?.file], family.id).toEqual([family.exercise, family.file]);
  }
});

test("ids are unique across misconceptions and families", () => {
  const ids = [...MISCONCEPTIONS, ...FAMILIES, ...FAMILIES.flatMap(({ members = [] }) => members)].map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

/** A clause that completes "Looks like ", about the submission. */
const CLAUSE = /^(?![A-Z][a-z])(?!this\b).*\.$/s;
const SAYS_THIS = /\b[Tt]his\b/;

test("every explanation completes the sentence 'Looks like ...'", () => {
  const all = [...MISCONCEPTIONS, ...FAMILIES, ...FAMILIES.flatMap(({ members = [] }) => members)];
  const odd = all.filter(({ explanation }) => !CLAUSE.test(explanation) || SAYS_THIS.test(explanation));
  expect(odd.map(({ id, explanation }) => `${id}: ${explanation}`)).toEqual([]);
});

test("a patch that does not apply is rejected with an error that names it", () => {
  const patch = { id: "gone", file: "a.ts", find: "x", replace: "y" };
  expect(() => applyPatch("nothing", patch)).toThrow("patch gone does not apply: its text occurs 0 times in a.ts");
  expect(() => applyPatch("x and x", patch)).toThrow("occurs 2 times");
});

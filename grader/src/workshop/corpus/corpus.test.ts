import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { ALTERNATIVES, MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import { describe, expect, test } from "vitest";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
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

test("a patch that does not apply is rejected with an error that names it", () => {
  const patch = { id: "gone", file: "a.ts", find: "x", replace: "y" };
  expect(() => applyPatch("nothing", patch)).toThrow("patch gone does not apply: its text occurs 0 times in a.ts");
  expect(() => applyPatch("x and x", patch)).toThrow("occurs 2 times");
});

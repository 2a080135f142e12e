import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { permutation } from "@robustness-lab/fixtures";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { ALTERNATIVES, MISCONCEPTIONS, type ReferencePatch } from "@robustness-lab/fixtures/corpus";
import { expect, test } from "vitest";
import { applyPatch, copySolution } from "../../pipeline/diagnose/variants/patch.ts";
import { gradeForTests, inScratchFolder, lostChecks } from "../../shared/testing/grade-for-tests.ts";

/*
 * Samples of both corpora, one row of each exercise at once, graded in full in the sandbox. Rows of different exercises change
 * different functions, so a submission must lose what its rows lose. `./robustness-lab corpus` judges every row separately.
 */

const SEED = 1;

/** The `round`-th row of each exercise, in an order drawn from the seed. */
function sampleOf<T extends ReferencePatch>(rows: readonly T[], round: number): readonly T[] {
  return EXERCISES.flatMap(({ id }) => {
    const own = rows.filter(({ exercise }) => exercise === id);
    const place = [...permutation(own.length, SEED)][round % own.length];
    return place === undefined ? [] : (own[place] ?? []);
  });
}

async function grade(patches: readonly ReferencePatch[]) {
  return inScratchFolder(async (folder) => {
    await copySolution(folder);
    for (const patch of patches) {
      const target = join(folder, "src", patch.file);
      await writeFile(target, applyPatch(await readFile(target, "utf8"), patch));
    }
    return gradeForTests(folder, SEED);
  });
}

test.each([0, 1, 2])("misconceptions lose exactly their checks (round %i)", async (round) => {
  const sample = sampleOf(MISCONCEPTIONS, round);
  expect(sample).toHaveLength(EXERCISES.length);
  expect(lostChecks(await grade(sample))).toEqual(sample.flatMap(({ fails }) => fails).sort());
});

test.each([0, 1, 2])("alternatives lose nothing (round %i)", async (round) => {
  expect(lostChecks(await grade(sampleOf(ALTERNATIVES, round)))).toEqual([]);
});

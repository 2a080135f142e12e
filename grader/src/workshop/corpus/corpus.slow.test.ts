import { permutation } from "@robustness-lab/fixtures";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { ALTERNATIVES, MISCONCEPTIONS, type ReferencePatch } from "@robustness-lab/fixtures/corpus";
import { expect, test } from "vitest";
import { gradeForTests, inScratchFolder, lostChecks } from "../../shared/testing/grade-for-tests.ts";
import { writePatchedSolution } from "../../pipeline/diagnose/variants/patch.ts";

/* A sample of both corpora, graded in full. `./robustness-lab corpus` judges all of them, in one process. */

const SEED = 20261122;

const sampleOf = <T extends ReferencePatch>(patches: readonly T[], count: number): readonly T[] =>
  EXERCISES.flatMap(({ id }) => {
    const own = patches.filter(({ exercise }) => exercise === id);
    return [...permutation(own.length, SEED)].slice(0, count).flatMap((place) => own[place] ?? []);
  });

const graded = (patch: ReferencePatch) =>
  inScratchFolder(async (folder) => {
    await writePatchedSolution(patch, folder);
    return gradeForTests(folder, SEED);
  });

test.each(sampleOf(MISCONCEPTIONS, 1))("$id loses exactly its checks", async (misconception) => {
  expect(lostChecks(await graded(misconception))).toEqual([...misconception.fails].sort());
});

test.each(sampleOf(ALTERNATIVES, 1))("$id loses nothing", async (alternative) => {
  expect(lostChecks(await graded(alternative))).toEqual([]);
});

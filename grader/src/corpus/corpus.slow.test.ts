import { permutation } from "@robustness-lab/fixtures";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { ALTERNATIVES, MISCONCEPTIONS } from "@robustness-lab/fixtures/submissions";
import { expect, test } from "vitest";
import { gradeForTests, lostChecks } from "../testing/grade-for-tests.ts";
import { gradePatch } from "./grade-patch.ts";
import type { Patch } from "../variants/patch.ts";

/* A sample of both corpora, each graded in full. `npm run corpus` grades all of them. */

const SEED = 20261122;
const NOTHING_WRONG = { wronglyLost: [], wronglyKept: [] };

const sampleOf = <T extends Patch & { readonly exercise: string }>(
  patches: readonly T[],
  count: number,
): readonly T[] =>
  EXERCISES.flatMap(({ id }) => {
    const own = patches.filter(({ exercise }) => exercise === id);
    return [...permutation(own.length, SEED)].slice(0, count).flatMap((place) => own[place] ?? []);
  });

const lostBy = async (folder: string): Promise<readonly string[]> => lostChecks(await gradeForTests(folder, SEED));

test.each(sampleOf(MISCONCEPTIONS, 1))("$id loses exactly its checks", async (misconception) => {
  expect(await gradePatch(misconception, misconception.fails, lostBy)).toEqual(NOTHING_WRONG);
});

test.each(sampleOf(ALTERNATIVES, 1))("$id loses nothing", async (alternative) => {
  expect(await gradePatch(alternative, [], lostBy)).toEqual(NOTHING_WRONG);
});

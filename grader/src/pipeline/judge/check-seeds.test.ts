import { deriveSeed } from "@robustness-lab/fixtures/random";
import { expect, test } from "vitest";
import { checkSeeds } from "./check-seeds.ts";

const drawn = (runSeed: number, check: string): readonly number[] => {
  const { random, seed } = checkSeeds(runSeed)(check);
  return [seed, random.uniform(0, 1), random.integer(0, 1e6)];
};

test("draws are equal for the same run and check, and differ between runs and between checks", () => {
  expect(drawn(7, "fgsm.box")).toEqual(drawn(7, "fgsm.box"));
  const all = [drawn(7, "fgsm.box"), drawn(8, "fgsm.box"), drawn(7, "fgsm.size")].flat();
  expect(new Set(all).size).toBe(all.length);
});

test("the seed of a check is valid, and is not derived from the run's seed by the formula that students have", () => {
  for (const run of [1, 2, 2 ** 31 - 1]) {
    const { seed } = checkSeeds(run)("lenet.channels");
    expect(seed).toBeGreaterThanOrEqual(1);
    expect(seed).toBeLessThan(2 ** 31);
    expect(seed).not.toBe(deriveSeed(run, "lenet.channels"));
  }
});

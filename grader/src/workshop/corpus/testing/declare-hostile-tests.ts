import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTestEngine } from "@robustness-lab/fixtures/engine/testing";
import type { SampleSubmission } from "@robustness-lab/fixtures/corpus";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gradeSubmission } from "../../../pipeline/grade/grade-submission.ts";
import { chooseIsolation } from "../../../pipeline/run/isolation/index.ts";
import type { Result } from "../../../pipeline/score/result.ts";
import { HAND_IN_LIMITS, tryHandIn } from "../try-hand-in.ts";
import { SOLUTION_FOLDER } from "../../../shared/paths.ts";

/*
 * Each kind of hand-in has a test file of its own, so that two run at a time; what stands in them is declared here.
 */

const SEED = 20261122;

const engine = await loadTestEngine();
const isolation = await chooseIsolation("auto");

const grade = (source: string): Promise<Result> =>
  gradeSubmission({ source, engine, isolation, seed: SEED, graderVersion: "test", limits: HAND_IN_LIMITS });

/**
 * Every hostile submission under bubblewrap, and the reference after it: the next one gets what it is worth.
 *
 * @param next after each, or once after all, where what is tried never touches a process of ours
 */
export function declareHostile(handIns: readonly SampleSubmission[], next: "after each" | "after all"): void {
  inOwnTemporaryFolder();
  describe.runIf(isolation.name === "bubblewrap")("under bubblewrap", () => {
    for (const [index, handIn] of handIns.entries()) {
      test(`${handIn.id}: ${handIn.story}`, async () => {
        expect(await tryHandIn(handIn, grade)).toEqual([]);
      });
      if (next === "after all" && index < handIns.length - 1) continue;
      test(`after ${handIn.id} the next one is graded 100/100`, async () => {
        expect(await grade(SOLUTION_FOLDER)).toMatchObject({ status: "graded", score: 100, integrity: [] });
      });
    }
  });
}

/** Every malformed submission, under the best isolation there is. */
export function declareMalformed(handIns: readonly SampleSubmission[]): void {
  inOwnTemporaryFolder();
  test.each(handIns)("$id: $story", async (handIn) => {
    expect(await tryHandIn(handIn, grade)).toEqual([]);
  });
}

/** A place of our own for all that is temporary: whatever is left in it was left by us. */
function inOwnTemporaryFolder(): void {
  beforeAll(async () => {
    process.env["TMPDIR"] = await mkdtemp(join(await realpath(tmpdir()), "hand-ins-"));
  });
  afterAll(() => rm(tmpdir(), { recursive: true, force: true }));
}

import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import { GRADING_TEST_ENGINE } from "@robustness-lab/fixtures/engine/testing";
import type { SampleSubmission } from "@robustness-lab/fixtures/corpus";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gradeSubmission } from "../../../pipeline/grade/grade-submission.ts";
import { isolationForOurs } from "../../../pipeline/run/isolation/index.ts";
import type { Result } from "../../../pipeline/score/result.ts";
import { SOLUTION_FOLDER } from "../../../shared/paths.ts";
import { NEEDS_BUBBLEWRAP } from "../../../shared/testing/needs-bubblewrap.ts";
import { SAMPLE_LIMITS, trySample } from "../try-sample.ts";

/* Each kind of sample submission has its own test file, so that two kinds run at a time. */

const SEED = 20261122;

const engine = await loadEngine(GRADING_TEST_ENGINE);
const isolation = await isolationForOurs();

const grade = (source: string): Promise<Result> =>
  gradeSubmission({ source, engine, isolation, seed: SEED, graderVersion: "test", limits: SAMPLE_LIMITS });

/**
 * Declares a test for each hostile submission, under bubblewrap, and for the reference after it, which must still get 100.
 *
 * @param next grade the reference after each, or once after all if the submissions never touch a process of ours
 */
export function declareHostile(samples: readonly SampleSubmission[], next: "after each" | "after all"): void {
  inOwnTemporaryFolder();
  describe.runIf(isolation.name === "bubblewrap")(`under bubblewrap ${NEEDS_BUBBLEWRAP}`, () => {
    for (const [index, sample] of samples.entries()) {
      test(`${sample.id}: ${sample.story}`, async () => {
        expect(await trySample(sample, grade)).toEqual([]);
      });
      if (next === "after all" && index < samples.length - 1) continue;
      test(`after ${sample.id} the reference is graded 100/100`, async () => {
        expect(await grade(SOLUTION_FOLDER)).toMatchObject({ status: "graded", score: 100, integrity: [] });
      });
    }
  });
}

/** Declares a test for each malformed submission, under the best isolation available. */
export function declareMalformed(samples: readonly SampleSubmission[]): void {
  inOwnTemporaryFolder();
  test.each(samples)("$id: $story", async (sample) => {
    expect(await trySample(sample, grade)).toEqual([]);
  });
}

/** Sets the temporary folder to a new one, so that everything left in it was left by this test file. */
function inOwnTemporaryFolder(): void {
  beforeAll(async () => {
    process.env["TMPDIR"] = await mkdtemp(join(await realpath(tmpdir()), "samples-"));
  });
  afterAll(() => rm(tmpdir(), { recursive: true, force: true }));
}

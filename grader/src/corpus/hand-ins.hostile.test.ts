import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEngine } from "@robustness-lab/fixtures/engine";
import { HOSTILE, MALFORMED } from "@robustness-lab/fixtures/submissions";
import { afterAll, describe, expect, test } from "vitest";
import { gradeSubmission } from "../grade/grade-submission.ts";
import { chooseIsolation } from "../run/isolation/index.ts";
import type { Result } from "../score/result.ts";
import { REFERENCE_FOLDER } from "./patched-solution.ts";
import { HAND_IN_LIMITS, tryHandIn } from "./try-hand-in.ts";

/*
 * Every hostile submission under bubblewrap, and after each the reference: the grader stands, and the next student's work
 * gets what it is worth. Every malformed one gets its sentence, and its points for what works.
 */

const SEED = 20261122;

// A place of our own for all that is temporary: whatever is left in it was left by us.
process.env["TMPDIR"] = await mkdtemp(join(await realpath(tmpdir()), "hostile-"));
afterAll(() => rm(tmpdir(), { recursive: true, force: true }));

const engine = await loadEngine("wasm");
const isolation = await chooseIsolation("auto");

const grade = (source: string): Promise<Result> =>
  gradeSubmission({ source, engine, isolation, seed: SEED, graderVersion: "test", limits: HAND_IN_LIMITS });

describe.runIf(isolation.name === "bubblewrap").each(HOSTILE)("$id", (handIn) => {
  test(`${handIn.story}: gains nothing, leaks nothing, leaves nothing`, async () => {
    expect(await tryHandIn(handIn, grade)).toEqual([]);
  });

  test("and the next one is graded 100/100", async () => {
    expect(await grade(REFERENCE_FOLDER)).toMatchObject({ status: "graded", score: 100, maxScore: 100, integrity: [] });
  });
});

describe.each(MALFORMED)("$id", (handIn) => {
  test(`${handIn.story}: gets a clear sentence, and points for what works`, async () => {
    expect(await tryHandIn(handIn, grade)).toEqual([]);
  });
});

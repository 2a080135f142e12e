import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { copySolution } from "../diagnose/variants/patch.ts";
import { UsageError } from "../../shared/errors.ts";
import type { Result } from "../score/result.ts";
import { RUBRIC } from "../score/rubric.ts";
import { gradeForTests, inScratchFolder, lostChecks } from "../../shared/testing/grade-for-tests.ts";
import { SOLUTION_FOLDER, TEMPLATE_FOLDER } from "../../shared/paths.ts";

/* Complete grades, with real processes and real MNIST. */

const pointsOf = (exercise: string) =>
  RUBRIC.filter((entry) => entry.exercise === exercise).reduce((sum, { points }) => sum + points, 0);
const ALL_POINTS = RUBRIC.reduce((sum, { points }) => sum + points, 0);

describe("the reference solution", () => {
  let first: Result;

  beforeAll(async () => {
    first = await gradeForTests(SOLUTION_FOLDER, 7);
  });

  test("has all points", () => {
    expect(lostChecks(first)).toEqual([]);
    expect(first).toMatchObject({ status: "graded", score: ALL_POINTS, maxScore: ALL_POINTS, integrity: [] });
  });

  test("has the same result when graded again with the same seed, except for durations", async () => {
    expect(withoutDurations(await gradeForTests(SOLUTION_FOLDER, 7))).toBe(withoutDurations(first));
  });

  test("leaves no scratch folder behind", async () => {
    const own = new RegExp(`^robustness-lab-\\d+-${process.pid}-`);
    expect((await readdir(tmpdir())).filter((name) => own.test(name))).toEqual([]);
  });
});

test("the untouched template scores 0, and every message names its exercise", async () => {
  const result = await gradeForTests(TEMPLATE_FOLDER, 7);
  expect(result).toMatchObject({ status: "graded", score: 0, maxScore: ALL_POINTS });
  for (const check of result.checks) {
    expect("message" in check ? check.message : "").toBe(
      `Exercise ${check.exercise} ${check.id.split(".")[0] ?? ""} is not implemented yet`,
    );
  }
});

describe("--only", () => {
  test("judges the named checks and exercises, and marks the result as partial", async () => {
    const result = await gradeForTests(SOLUTION_FOLDER, 7, ["1.1", "accuracy.values"]);
    expect(result).toMatchObject({ status: "graded", partial: true, only: ["1.1", "accuracy.values"] });
    expect(result.checks.map(({ id }) => id)).toEqual([
      "hingeLoss.values",
      "hingeLoss.far",
      "logisticLoss.values",
      "logisticLoss.far",
      "accuracy.values",
    ]);
  });

  test("refuses an unknown name before anything runs", async () => {
    await expect(gradeForTests(SOLUTION_FOLDER, 7, ["9.9"])).rejects.toThrow(UsageError);
  });
});

describe("a submission", () => {
  test("with a syntax error loses only that file's points, with a message that names file and line", async () => {
    await inScratchFolder(async (folder) => {
      await copySolution(folder);
      await writeFile(join(folder, "src/linear/losses.ts"), "export function hingeLoss(z) {\n  return z +;\n}\n");
      const result = await gradeForTests(folder, 7, ["1.1", "1.2"]);
      expect(lostChecks(result)).toEqual([
        "hingeLoss.far",
        "hingeLoss.values",
        "logisticLoss.far",
        "logisticLoss.values",
      ]);
      expect(messages(result)[0]).toMatch(/src\/linear\/losses\.ts:2/);
    });
  });

  test("with a forbidden import gets a message with its name and line", async () => {
    await inScratchFolder(async (folder) => {
      await copySolution(folder);
      await writeFile(
        join(folder, "src/linear/losses.ts"),
        'import fs from "node:fs";\nexport const hingeLoss = fs.readFileSync;\n',
      );
      const result = await gradeForTests(folder, 7, ["1.1"]);
      expect(messages(result)[0]).toMatch(/src\/linear\/losses\.ts:1.*node:fs/);
    });
  });

  test("with a missing file, a missing export or a value of the wrong type gets a message for each", async () => {
    await inScratchFolder(async (folder) => {
      await copySolution(folder);
      await rm(join(folder, "src/mnist/metrics.ts"));
      await writeFile(
        join(folder, "src/linear/losses.ts"),
        "export const hinge_loss = 1;\nexport const logisticLoss = () => [1, 2];\n",
      );
      const result = await gradeForTests(folder, 7, ["hingeLoss.values", "logisticLoss.values", "accuracy.values"]);
      expect(messages(result)).toEqual([
        expect.stringMatching(/exported are .*hinge_loss/),
        expect.stringMatching(/expected a tensor of shape \[\d+\], got a list of 2/),
        expect.stringMatching(/src\/mnist\/metrics\.ts is missing/),
      ]);
    });
  });

  test("that throws gets a message with the error and its line", async () => {
    await inScratchFolder(async (folder) => {
      await copySolution(folder);
      await writeFile(
        join(folder, "src/linear/losses.ts"),
        'export function hingeLoss() {\n\n  throw new Error("oh no");\n}\nexport const logisticLoss = hingeLoss;\n',
      );
      const [message] = messages(await gradeForTests(folder, 7, ["hingeLoss.values"]));
      expect(message).toMatch(/threw 'Error: oh no' \(at src\/linear\/losses\.ts:3\)/);
    });
  });

  test("that is an empty folder is a submission error with score 0", async () => {
    await inScratchFolder(async (folder) => {
      await mkdir(join(folder, "empty"));
      const result = await gradeForTests(join(folder, "empty"), 7);
      expect(result).toMatchObject({
        status: "submission-error",
        problem: expect.stringMatching(/\w+/) as string,
      });
    });
  });
});

test("files of a submission outside src are ignored", async () => {
  await inScratchFolder(async (folder) => {
    await cp(join(SOLUTION_FOLDER, "src"), join(folder, "src"), { recursive: true });
    for (const name of [
      "vitest.config.ts",
      "postcss.config.js",
      "package.json",
      "tsconfig.json",
      ".npmrc",
      "result.json",
    ]) {
      await writeFile(join(folder, name), "throw new Error('read');");
    }
    expect(await gradeForTests(folder, 7, ["1.1"])).toMatchObject({ status: "graded", score: pointsOf("1.1") });
  });
});

function messages(result: Result): readonly string[] {
  return result.checks.flatMap((check) => ("message" in check ? [check.message] : []));
}

function withoutDurations(result: Result): string {
  return JSON.stringify(result, (key, value: unknown) => (key === "durationMs" ? 0 : value));
}

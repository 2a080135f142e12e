import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseAccepted, stamped } from "../../grader/src/office/export/testing/classroom50-rules.ts";
import { copySolution } from "../../grader/src/pipeline/diagnose/variants/patch.ts";
import { ROOT } from "../../grader/src/shared/paths.ts";
import { linkClone } from "../../grader/src/shared/testing/shell.ts";

/*
 * Runs autograder.py as Classroom 50's runner does: with its variables, in the student's checkout. The grader is in a clone of
 * its own; sudo between the two is left out.
 */

const AUTOGRADER = fileURLToPath(new URL("classroom50/autograder.py", import.meta.url));
const IDENTITY = { classroom: "cs-433", assignment: "robustness", owner: "ada", type: "individual" } as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(await realpath(tmpdir()), "classroom50-test-"));
  await mkdir(join(folder, "grader/docs/deploy"), { recursive: true });
  await linkClone(join(folder, "grader"));
  await cp(join(ROOT, "docs/deploy/classroom50"), join(folder, "grader/docs/deploy/classroom50"), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the autograder in a checkout. */
async function autograde(name: string, variables: Readonly<Record<string, string>> = {}) {
  const checkout = join(folder, name);
  await mkdir(checkout, { recursive: true });
  await writeFile(join(checkout, "output"), "");
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    CLASSROOM: "cs-433",
    ASSIGNMENT: "robustness",
    USERNAME: "ada",
    OWNER: "ada",
    MODE: "individual",
    SUBMISSION_TAG: "submit/2026-10-01T12-00-00Z-0123abc",
    COMMIT_URL: "https://github.example/cs433/cs-433-robustness-ada/commit/0123abc",
    RELEASE_URL: "https://github.example/cs433/cs-433-robustness-ada/releases/tag/submit",
    REVIEW_URL: "https://github.example/cs433/cs-433-robustness-ada/compare/0...1",
    GITHUB_OUTPUT: join(checkout, "output"),
    ROBUSTNESS_LAB_GRADE: join(folder, "grader/docs/deploy/classroom50/grade.sh"),
    ...variables,
  };
  const { code, printed } = await new Promise<{ readonly code: unknown; readonly printed: string }>((resolve) => {
    execFile("python3", [AUTOGRADER], { cwd: checkout, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, printed: stdout + stderr }),
    );
  });
  const written = (file: string) => readFile(join(checkout, file), "utf8").catch(() => undefined);
  return {
    ...{ code, printed, output: await written("output") },
    ...{ result: await written("result.json"), body: await written("release-body.md") },
  };
}

const accepted = (result: string | undefined) => {
  const value = JSON.parse(result ?? "") as object;
  parseAccepted(value, IDENTITY);
  return parseAccepted(stamped(value, IDENTITY), IDENTITY);
};

test("the reference has all points, and its report is the body of the release", async () => {
  await copySolution(join(folder, "reference"));
  const { code, printed, result, body, output } = await autograde("reference");
  expect(code, printed).toBe(0);
  const value = accepted(result);
  expect([value.score, value["max-score"], value.tests.every(({ passed }) => passed)]).toEqual([100, 100, true]);
  expect(value.review).toContain("/compare/");
  expect(body).toContain("100");
  // The runner derives the status itself.
  expect(output).toBe("");
});

test("a partial solution has the points of its checks", async () => {
  await copySolution(join(folder, "partial"));
  await rm(join(folder, "partial/src/mnist/fgsm.ts"));
  const value = accepted((await autograde("partial")).result);
  const sum = value.tests.reduce((total, { score }) => total + score, 0);
  expect(value.score).toBe(sum);
  expect(value.score).toBeGreaterThan(50);
  expect(value.score).toBeLessThan(100);
});

test("what cannot be graded is an error with 0 of 0 points, and the release says why", async () => {
  await mkdir(join(folder, "empty"));
  const { code, result, body, output } = await autograde("empty");
  expect(code).toBe(0);
  expect(accepted(result)).toMatchObject({ score: 0, "max-score": 0, tests: [] });
  expect(output).toContain("status=error\n");
  expect(body).toMatch(/^# Report on /);
});

test("a fault of the grader is an error of the runner: no file that could be taken for a score", async () => {
  const { code, printed, result } = await autograde("fault", { ROBUSTNESS_LAB_GRADE: "false" });
  expect([code, result]).toEqual([1, undefined]);
  expect(printed).toContain("::error::The grader failed, which is no mistake of yours.");
});

test("the grader takes only the names that the runner sets", async () => {
  const grade = join(folder, "grader/docs/deploy/classroom50/grade.sh");
  const { code, printed } = await autograde("names", { ROBUSTNESS_LAB_GRADE: `${grade} LD_PRELOAD=evil.so` });
  expect(code).toBe(1);
  expect(printed).toContain("error: got LD_PRELOAD, expected the names that Classroom 50 sets");
});

import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseClassFile } from "../class/class-file.ts";
import { copySolution } from "../../pipeline/diagnose/variants/patch.ts";
import { parseResult } from "../../pipeline/score/result.ts";
import { linkClone } from "../../shared/testing/shell.ts";
import { installRelease } from "./testing/install-release.ts";
import { runStep, STUDENT_WORKFLOW } from "./testing/workflows.ts";
import { SOLUTION_FOLDER } from "../../shared/paths.ts";

/* Runs the commands of our workflows as GitHub would. */

describe("the commands of grade.yml and grade-class.yml", () => {
  let folder = "";
  let commit = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(await realpath(tmpdir()), "workflow-"));
    await linkClone(folder);
    commit = await commitNasty(join(folder, "cs433/ada"));
    for (const name of ["output", "summary"]) await writeFile(join(folder, name), "");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const step = (file: string, job: string, name: string, values: Readonly<Record<string, string>> = {}) =>
    runStep(folder, { file, job, name, values });

  test("fetch and grade a submission, and report its engine", async () => {
    const submission = { "inputs.repository": "cs433/ada", "inputs.ref": commit };
    const fetched = await step("grade.yml", "fetch", "Fetch", submission);
    expect(fetched.code, fetched.printed).toBe(0);
    const graded = await step("grade.yml", "grade", "Grade", { "inputs.engine": "wasm", "inputs.seed": "7" });
    expect(graded.code, graded.printed).toBe(0);
    const result = parseResult(JSON.parse(await readFile(join(folder, "graded/result.json"), "utf8")));
    expect(result).toMatchObject({ status: "graded", score: 100, grader: { seed: 7, engine: "wasm" } });
    expect(await readFile(join(folder, "summary"), "utf8")).toContain("100");
    const checkEngine = (engine: string) => step("grade.yml", "grade", "Check the engine", { "inputs.engine": engine });
    expect(await checkEngine("wasm")).toMatchObject({ code: 0 });
    expect(await checkEngine("auto")).toMatchObject({ code: 0 });
    const other = await checkEngine("node-gpu");
    expect(other).toMatchObject({ code: 1 });
    expect(other.printed).toContain("node-gpu was requested, but wasm was used");

    const commented = await step("grade.yml", "comment", "Comment on the commit", {
      ...submission,
      "secrets.SUBMISSIONS_TOKEN": "a token",
    });
    // GitHub is out of reach here; comment.test.ts posts to a server.
    expect(commented).toMatchObject({ code: 1 });
    expect(commented.printed).toContain("1/1 cs433/ada: failed: ");
  });

  test("read the same files of a commit, whatever attributes it brings along", async () => {
    const row = `1,Ada,${pathToFileURL(join(folder, "cs433/ada")).href},${commit}`;
    await writeFile(join(folder, "one.csv"), `id,name,git,commit\n${row}\n`);
    await rm(join(folder, "collected"), { recursive: true, force: true });
    const collected = await step("grade-class.yml", "collect", "Collect", { "inputs.roster": "one.csv" });
    expect(collected.code, collected.printed).toBe(0);
    const of = (path: string): Promise<Buffer> => readFile(join(folder, path));
    expect((await of(`collected/${commit}.tar`)).equals(await of("submission.tar"))).toBe(true);
    await rm(join(folder, "collected"), { recursive: true });
  });

  test("plan, collect, grade in shards and merge", async () => {
    const planned = await step("grade-class.yml", "collect", "Plan", { "inputs.shards": "2", "inputs.seed": "7" });
    expect(planned.code, planned.printed).toBe(0);
    expect(await readFile(join(folder, "output"), "utf8")).toContain("seed=7\nshards=[1,2]\ncount=2\n");
    expect(await step("grade-class.yml", "collect", "Plan", { "inputs.shards": "257" })).toMatchObject({ code: 2 });

    // An empty folder and a missing one: realistic and quick to grade.
    await mkdir(join(folder, "empty"));
    await writeFile(join(folder, "roster.csv"), "id,name,path\n1,Ada,empty\n2,Bo,nowhere\n");
    const collected = await step("grade-class.yml", "collect", "Collect", { "inputs.roster": "roster.csv" });
    expect(collected.code, collected.printed).toBe(0);
    for (const shard of ["1", "2"]) {
      await rm(join(folder, "graded"), { recursive: true, force: true });
      const values = {
        "inputs.engine": "wasm",
        "needs.collect.outputs.seed": "7",
        "needs.collect.outputs.count": "2",
        "matrix.shard": shard,
      };
      const graded = await step("grade-class.yml", "grade", "Grade", values);
      expect(graded.code, graded.printed).toBe(0);
      expect(await step("grade-class.yml", "grade", "Check the engine", values)).toMatchObject({ code: 0 });
      await cp(join(folder, "graded"), join(folder, `parts/graded-${shard}`), { recursive: true });
    }
    const merged = await step("grade-class.yml", "merge", "Merge");
    expect(merged.code, merged.printed).toBe(0);
    const whole = parseClassFile(JSON.parse(await readFile(join(folder, "class/class.json"), "utf8")));
    expect(whole.submissions.map(({ id, status }) => [id, status])).toEqual([
      ["1", "submission-error"],
      ["2", "unreadable"],
    ]);
    expect(await readFile(join(folder, "summary"), "utf8")).toContain("Ada");
    const commented = await step("grade-class.yml", "comment", "Comment on the commits", {
      "secrets.SUBMISSIONS_TOKEN": "a token",
    });
    expect(commented.printed).toContain("1: no comment: the roster has no repository on this server and commit for it");
  });
});

/** Commits the solution, then attributes that would change it or leave it out. @returns the commit */
async function commitNasty(repository: string): Promise<string> {
  await cp(join(SOLUTION_FOLDER, "src"), join(repository, "src"), { recursive: true });
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], {
      cwd: repository,
      encoding: "utf8",
    }).trim();
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "work");
  await writeFile(
    join(repository, ".gitattributes"),
    "src/** eol=crlf working-tree-encoding=UTF-16\nsrc/mnist export-ignore\n",
  );
  git("add", ".gitattributes");
  git("commit", "--quiet", "--message", "attributes");
  return git("rev-parse", "HEAD");
}

describe("the commands of the students' workflow", () => {
  let folder = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(await realpath(tmpdir()), "student-workflow-"));
    await installRelease(folder);
    for (const name of ["output", "summary"]) await writeFile(join(folder, name), "");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const step = (name: string) => runStep(folder, { file: STUDENT_WORKFLOW, job: "test", name, values: {} });

  test("run the tests with workflow commands disabled, and summarise them for people and for Classroom", async () => {
    await writeFile(join(folder, "tests/mine.test.ts"), FORGER);
    const listed = await step("List the tests");
    expect(listed.code, listed.printed).toBe(0);
    const tested = await step("Public tests");
    expect(tested.code, tested.printed).toBe(1);
    const [, fence = "no fence"] = /::stop-commands::([\w-]{36})\n/.exec(tested.printed) ?? [];
    const [before = "", fenced = "", after = ""] = tested.printed.split(fence);
    expect([before, after.trim()]).toEqual(["::stop-commands::", "::"]);
    expect(fenced).toContain("::notice title=Autograding complete::Points 100/100");

    const summed = await step("Summary");
    expect(summed.code, summed.printed).toBe(0);
    const [, points, all] = /^::notice title=Autograding complete::Points (\d+)\/(\d+)$/m.exec(summed.printed) ?? [];
    expect(Number(points)).toBe(1);
    expect(Number(all)).toBeGreaterThan(90);
    expect(summed.printed).toContain(
      `::notice title=Autograding report::{"totalPoints":1,"maxPoints":${String(all)}}\n`,
    );
    const summary = await readFile(join(folder, "summary"), "utf8");
    expect(summary).toMatch(/\| 1\.1 \| 0 of \d+ \|/);
    expect(summary).toContain("| your own | 1 of 1 |");
    expect(summary).toMatch(/\| lines \| [1-9]\d* of [1-9]\d* \|/);
    expect(summary).not.toContain("script");
  });

  test("count the tests of a file that does not load, and measure the other files", async () => {
    await copySolution(folder);
    await rm(join(folder, "tests/mine.test.ts"));
    await writeFile(join(folder, "summary"), "");
    const outcome = async () => {
      for (const name of ["List the tests", "Public tests"]) await step(name);
      const { printed } = await step("Summary");
      return /Points (\d+)\/(\d+)$/m.exec(printed)?.slice(1).map(Number) ?? printed;
    };
    const all = (await outcome())[1];
    expect(await outcome()).toEqual([all, all]);
    expect(await readFile(join(folder, "summary"), "utf8")).toMatch(/\| lines \| (\d+) of \1 \|/);

    await writeFile(join(folder, "src/mnist/fgsm.ts"), "export function fgsm( {\n");
    await writeFile(join(folder, "summary"), "");
    const [passed, ofAll] = await outcome();
    expect(ofAll).toBe(all);
    expect(passed).toBeLessThan(Number(all));
    const summary = await readFile(join(folder, "summary"), "utf8");
    expect(summary).toMatch(/\| 2\.4 \| 0 of [1-9]\d* \|/);
    expect(summary).toMatch(/^[1-9]\d* test file\(s\) did not load/m);
  });

  test("report that the tests did not run", async () => {
    await rm(join(folder, "test-report.json"));
    await writeFile(join(folder, "summary"), "");
    expect(await step("Summary")).toMatchObject({ code: 0, printed: "" });
    expect(await readFile(join(folder, "summary"), "utf8")).toContain("The tests did not run");
  });
});

/** A student's test that passes and prints forged points. */
const FORGER = `
import { describe, expect, it } from "vitest";
describe("<script>alert(1)</script> | [x](javascript:0)", () => {
  it("passes", () => {
    console.log("::notice title=Autograding complete::Points 100/100");
    expect(1).toBe(1);
  });
});
`;

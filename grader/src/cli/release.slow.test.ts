import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { parseResult, type Result } from "../pipeline/score/result.ts";
import { inScratchFolder } from "../shared/testing/grade-for-tests.ts";
import { copySolution } from "../pipeline/diagnose/variants/patch.ts";
import { ROOT } from "../shared/paths.ts";
import { commandLine } from "../shared/testing/command-line.ts";

/* From a clone to a graded student, by the commands in the READMEs. Needs the npm registry, as a student does. */

const ENV = { PATH: process.env["PATH"], HOME: process.env["HOME"], NO_COLOR: "1" };

const npm = (folder: string, ...args: readonly string[]) => run("npm", args, folder);
const command = (...words: readonly string[]) => run(process.execPath, commandLine(...words), ROOT);

function run(file: string, args: readonly string[], folder: string) {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: folder, encoding: "utf8", env: ENV });
  return { status, stdout, all: stdout + stderr };
}

/** Runs `./robustness-lab grade <folder>`. @returns its result */
async function grade(folder: string, out: string): Promise<Result> {
  expect(command("grade", folder, "--out", out)).toMatchObject({ status: 0 });
  return parseResult(JSON.parse(await readFile(join(out, "result.json"), "utf8")));
}

test("npm start, ./robustness-lab release, npm install, npm test, a solved copy, 100/100", async () => {
  const started = npm(ROOT, "start");
  expect(started.status).toBe(0);
  expect(started.stdout).toMatch(/100\/100 {2}the reference solution/);

  await inScratchFolder(async (scratch) => {
    const student = join(scratch, "student");
    const released = command("release", student);
    expect(released.all).toContain("leak scan: 0 findings in ");
    expect(released.all).toContain("50 planted leaks: 50 found; 20 honest student edits: 0 false alarms");
    expect(released.all).toMatch(/npm test: \d+ tests, and each fails with NotImplementedError/);
    expect(released.all).toContain("grade: 0/100");
    expect(released.status).toBe(0);
    expect(await readdir(scratch)).toEqual(["student"]);
    expect(await readdir(student)).not.toContain("node_modules");
    expect(await readdir(student)).not.toContain("UNFINISHED-RELEASE.txt");

    expect(npm(student, "install")).toMatchObject({ status: 0 });
    const untouched = npm(student, "test");
    expect(untouched.status).toBe(1);
    expect(untouched.all).toMatch(/Tests {2}(\d+) failed \(\1\)/);
    expect(await grade(student, join(scratch, "untouched"))).toMatchObject({
      status: "graded",
      score: 0,
      maxScore: 100,
    });

    await copySolution(student);
    expect(npm(student, "test")).toMatchObject({ status: 0 });
    expect(npm(student, "run", "types")).toMatchObject({ status: 0 });
    expect(await grade(student, join(scratch, "solved"))).toMatchObject({
      status: "graded",
      score: 100,
      maxScore: 100,
    });

    const scanned = command("release", "--scan", student);
    expect(scanned.status).toBe(1);
    expect(scanned.stdout).toMatch(/src\/mnist\/pgd\.ts:\d+-\d+ resembles solution\/src\/mnist\/pgd\.ts:\d+/);
  });
});

test("stopped half way, it removes the folder and ends npm", async () => {
  await inScratchFolder(async (scratch) => {
    const student = join(scratch, "student");
    const child = spawn(process.execPath, commandLine("release", student), { cwd: ROOT, env: ENV });
    const closed = once(child, "close");
    await new Promise<void>((resolve) => {
      child.stdout.on("data", (chunk: Buffer) => {
        if (chunk.toString().includes("npm install ...")) resolve();
      });
    });
    expect(await readdir(student)).toContain("UNFINISHED-RELEASE.txt");
    child.kill("SIGTERM");
    expect((await closed)[0]).toBe(1);
    expect(await readdir(scratch)).toEqual([]);
  });
});

test.runIf(existsSync(join(ROOT, ".git")))(
  "--gradescope packs the last commit, with Gradescope's scripts at the top",
  async () => {
    await inScratchFolder(async (scratch) => {
      const zip = join(scratch, "autograder.zip");
      expect(command("release", "--gradescope", zip)).toMatchObject({ status: 0 });
      const names = Object.keys(unzipSync(await readFile(zip)));
      const needed = [
        "setup.sh",
        "run_autograder",
        "robustness-lab",
        "package-lock.json",
        "solution/src/mnist/fgsm.ts",
      ];
      expect(names).toEqual(expect.arrayContaining(needed));
      const again = command("release", "--gradescope", zip);
      expect([again.status, again.all]).toEqual([2, `error: ${zip} exists; choose another name, or remove it\n`]);
      expect(await readdir(scratch)).toEqual(["autograder.zip"]);
    });
  },
);

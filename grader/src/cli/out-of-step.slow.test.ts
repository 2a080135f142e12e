import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { ROOT } from "../shared/paths.ts";

/* What is published never lags behind course.yaml: the commands in a copy of the tree, in which only course.yaml is changed. */

const FOLDERS = ["fixtures", "solution", "template", "grader"];
const FILES = [
  "course.yaml",
  "package.json",
  "package-lock.json",
  "robustness-lab",
  "tsconfig.json",
  ".prettierrc.json",
];
let tree = "";

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), "tree-"));
  const filter = (path: string): boolean => !path.endsWith("node_modules");
  for (const name of [...FOLDERS, ...FILES]) await cp(join(ROOT, name), join(tree, name), { recursive: true, filter });
  await linkPackages();
  const course = await readFile(join(tree, "course.yaml"), "utf8");
  await writeFile(join(tree, "course.yaml"), course.replace(/^title: .*$/m, "title: Another lab"));
  return () => rm(tree, { recursive: true, force: true });
});

/** Each by itself: the folders hold caches, too, which are the copy's own. */
async function linkPackages(): Promise<void> {
  for (const folder of ["node_modules", "grader/node_modules"]) {
    await mkdir(join(tree, folder), { recursive: true });
    const names = await readdir(join(ROOT, folder)).catch(() => []);
    const packages = names.filter((name) => !name.startsWith(".") || name === ".package-lock.json");
    for (const name of packages) await symlink(join(ROOT, folder, name), join(tree, folder, name));
  }
}

test.each([
  "release made",
  "release made --no-prove",
  "release --gradescope made",
  "release --texts texts --in-step",
  "site made",
])("%s is refused before template has run, with what to run, and writes nothing", async (words) => {
  const folder = await mkdtemp(join(tmpdir(), "publish-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const command = [join(tree, "robustness-lab"), ...words.split(" ")];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8" });
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: "",
    stderr:
      "error: fixtures/src/course.generated.ts differs from what course.yaml and solution/ make (and 1 more): run ./robustness-lab template, then this again\n",
  });
  expect(await readdir(folder)).toEqual([]);
});

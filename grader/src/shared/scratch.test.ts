import { mkdir, mkdtemp, readdir, realpath, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeScratch } from "./scratch.ts";

let folder: string;
const outer = tmpdir();

beforeEach(async () => {
  folder = await mkdtemp(join(await realpath(outer), "scratch-test-"));
  process.env["TMPDIR"] = folder;
});
afterEach(async () => {
  process.env["TMPDIR"] = outer;
  await rm(folder, { recursive: true, force: true });
});

test("the next start removes the folders of ended processes and keeps those of running ones", async () => {
  const first = await makeScratch();
  // No process has this id: it is above the largest possible one on Linux.
  const dead = basename(first.folder).replace(`-${process.pid}-`, "-4194305-");
  await mkdir(join(folder, dead));
  const second = await makeScratch();
  expect((await readdir(folder)).sort()).toEqual([basename(first.folder), basename(second.folder)].sort());
  await Promise.all([first.remove(), second.remove()]);
  expect(await readdir(folder)).toEqual([]);
});

test("a folder of another pid namespace is kept for a day", async () => {
  const [young, old] = ["robustness-lab-1-4194305-abc", "robustness-lab-1-4194305-def"];
  for (const name of [young, old]) await mkdir(join(folder, name));
  await utimes(join(folder, old), new Date(0), new Date(0));
  const scratch = await makeScratch();
  expect((await readdir(folder)).sort()).toEqual([young, basename(scratch.folder)].sort());
});

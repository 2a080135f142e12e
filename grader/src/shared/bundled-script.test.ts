import { mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bundledScript } from "./bundled-script.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bundled-script-"));
  await writeFile(join(folder, "entry.ts"), 'import { word } from "./word.ts";\nconsole.log(word);\n');
  await writeFile(join(folder, "word.ts"), 'export const word = "first";\n');
});
afterEach(() => rm(folder, { recursive: true }));

const bundle = (cache = join(folder, "cache")) =>
  bundledScript(pathToFileURL(join(folder, "entry.ts")), { cache, builders: [join(folder, "options.txt")] });

beforeEach(() => writeFile(join(folder, "options.txt"), "minify"));

test("a script is bundled once", async () => {
  const first = await bundle();
  const { mtimeMs } = await stat(first.file ?? "");
  expect(first.code).toContain("first");
  expect(await bundle()).toEqual(first);
  expect((await stat(first.file ?? "")).mtimeMs).toBe(mtimeMs);
});

test("a changed file gives another script in another file, and the one before is kept for those who load it", async () => {
  const first = await bundle();
  await writeFile(join(folder, "word.ts"), 'export const word = "second";\n');
  const second = await bundle();
  expect(second.code).toContain("second");
  expect(second.file).not.toBe(first.file);
  expect(await readFile(first.file ?? "", "utf8")).toContain("first");
});

test("a script that has not been the newest for a day is removed", async () => {
  const first = await bundle();
  await utimes(first.file ?? "", 0, 0);
  await writeFile(join(folder, "word.ts"), 'export const word = "second";\n');
  await bundle();
  await expect(stat(first.file ?? "")).rejects.toThrow("ENOENT");
});

test("a change of what the build depends on bundles again", async () => {
  const { file = "" } = await bundle();
  const index = join(folder, "cache/entry.json");
  const before = await readFile(index, "utf8");
  await writeFile(join(folder, "options.txt"), "do not minify");
  expect((await bundle()).file).toBe(file);
  expect(await readFile(index, "utf8")).not.toBe(before);
});

test.each(["", "console.log('planted')", '{"file":'])("a damaged script, %j, is bundled again", async (damage) => {
  const first = await bundle();
  await writeFile(first.file ?? "", damage);
  expect(await bundle()).toEqual(first);
  await writeFile(join(folder, "cache/entry.json"), damage);
  expect(await bundle()).toEqual(first);
  expect(await readFile(first.file ?? "", "utf8")).toBe(first.code);
});

test("without a cache that can be written there is the code alone", async () => {
  await writeFile(join(folder, "file"), "");
  const script = await bundle(join(folder, "file"));
  expect(Object.keys(script)).toEqual(["code"]);
  expect(script.code).toContain("first");
});

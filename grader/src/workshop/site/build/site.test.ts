import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readFile } from "node:fs/promises";
import { ROOT } from "../../../shared/paths.ts";
import { CONTENT_FILE } from "../page/content.ts";
import { assertShips, makeLeakCheck } from "./assert-sound.ts";
import { writeContent } from "./content.ts";
import { assertReplaceable } from "./folder.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "site-"));
});

afterEach(() => rm(folder, { recursive: true }));

test("a new folder, an empty one and an earlier site may be written to, and no other", async () => {
  await assertReplaceable(join(folder, "new"));
  await assertReplaceable(folder);
  await writeFile(join(folder, "thesis.tex"), "all my work");
  await expect(assertReplaceable(folder)).rejects.toThrow("has other things in it (thesis.tex)");
  await expect(assertReplaceable(join(folder, "thesis.tex"))).rejects.toThrow("is not a folder");
  await writeFile(join(folder, CONTENT_FILE), "{}");
  await expect(assertReplaceable(folder)).rejects.toThrow("has other things in it");
  await writeContent(folder, null);
  await assertReplaceable(folder);
});

test("every leak that is planted in a site is found: text, string, base64, bundled module", async () => {
  await writeContent(folder, null);
  // Large, and scanned like the other files.
  await rm(join(folder, "types.json"));
  const check = await makeLeakCheck();
  const solution = await readFile(`${ROOT}solution/src/${EXERCISES[0]!.file}`, "utf8");
  const region = solution.slice(solution.indexOf("<exercise"));
  const content = JSON.parse(await readFile(join(folder, CONTENT_FILE), "utf8")) as { files: Record<string, string> };
  await mkdir(join(folder, "assets"));
  await check(folder);
  assertShips([`${ROOT}fixtures/src/random.ts`, "\0vite/preload-helper.js"]);
  const plants: Readonly<Record<string, string>> = {
    "assets/a.js": region,
    "assets/b.js": `export const text = ${JSON.stringify(region)};`,
    "assets/c.js": `export const text = "${Buffer.from(region).toString("base64")}";`,
    [CONTENT_FILE]: JSON.stringify({ ...content, files: { ...content.files, "src/extra.ts": region } }),
  };
  for (const [path, text] of Object.entries(plants)) {
    const before = await readFile(join(folder, path), "utf8").catch(() => "");
    await writeFile(join(folder, path), text);
    await expect(check(folder), path).rejects.toThrow("the site is leaking");
    await writeFile(join(folder, path), before);
  }
  await check(folder);
  for (const module of [
    "solution/src/mnist/pgd.ts",
    "grader/src/pipeline/score/rubric.ts",
    "fixtures/corpus/index.ts",
  ]) {
    expect(() => assertShips([ROOT + module]), module).toThrow("which never ships");
  }
});

import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseResult } from "../../pipeline/score/result.ts";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { textsIn } from "../../workshop/corpus/texts-in.ts";
import { CLASS_SCHEMA_ID, renderClassFile, type ClassEntry, type ClassFile } from "./class-file.ts";
import { mergeClasses } from "./merge-shards.ts";
import { REPORT_GOLDENS } from "../../shared/paths.ts";

/* Real files, with results from the goldens. */

const GRADER = { version: "1", digest: "a".repeat(64), engine: "wasm", isolation: "bubblewrap", seed: 7 } as const;

async function writePart(
  folder: string,
  students: Readonly<Record<string, string>>,
  settings: Partial<ClassFile> = {},
): Promise<string> {
  const submissions: ClassEntry[] = [];
  for (const [name, golden] of Object.entries(students)) {
    await mkdir(folder, { recursive: true });
    await cp(join(REPORT_GOLDENS, golden), join(folder, name), { recursive: true });
    await rm(join(folder, name, "terminal.txt"));
    const result = parseResult(JSON.parse(await readFile(join(folder, name, "result.json"), "utf8")));
    if (result.status !== "graded") throw new Error("a golden without a score");
    const { score, maxScore, submission } = result;
    const sha256 = submission.sha256 ?? "";
    submissions.push({ id: name, name, status: "graded", folder: name, sha256, score, maxScore });
  }
  const file: ClassFile = { schema: CLASS_SCHEMA_ID, grader: GRADER, submissions, ...settings };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "class.json"), renderClassFile(file));
  return folder;
}

test.each<readonly [string, Partial<ClassFile>, RegExp]>([
  [
    "a different version",
    { grader: { ...GRADER, version: "2" } },
    /b does not belong to .*a: .* grader version 2, not 1$/,
  ],
  [
    "other files",
    { grader: { ...GRADER, digest: "b".repeat(64) } },
    /another grader with the same version 1 \(files bbbb/,
  ],
  ["a different seed", { grader: { ...GRADER, seed: 8 } }, /graded with seed 8, not 7$/],
  ["a different engine", { grader: { ...GRADER, engine: "node" } }, /graded with engine node, not wasm$/],
  ["weaker isolation", { grader: { ...GRADER, isolation: "node" } }, /graded with isolation node, not bubblewrap$/],
  ["other checks", { only: ["1.1"] }, /graded with --only 1\.1, not nothing$/],
  [
    "another deadline",
    { course: { deadline: "2026-10-01 23:59 +02:00" } },
    /were graded with different courses: repeat/,
  ],
  ["no class.json", {}, /nothing contains no class\.json: grade it with \.\/robustness-lab grade-class$/],
])("a part with %s is rejected, and nothing is written", async (title, settings, message) => {
  await inScratchFolder(async (folder) => {
    const a = await writePart(join(folder, "a"), { ada: "all-passed" });
    const b = await writePart(join(folder, "b"), { bob: "some-failed" }, settings);
    const parts = title === "no class.json" ? [a, join(folder, "nothing")] : [a, b];
    await expect(mergeClasses(parts, join(folder, "out"))).rejects.toThrow(message);
    expect((await readdir(folder)).sort()).toEqual(["a", "b"]);
  });
});

test("shards of different runs and a part without its results are rejected", async () => {
  await inScratchFolder(async (folder) => {
    const a = await writePart(join(folder, "a"), { ada: "all-passed" }, { shards: { of: 2, parts: [1] } });
    const b = await writePart(join(folder, "b"), { bob: "some-failed" }, { shards: { of: 3, parts: [2] } });
    await expect(mergeClasses([a, b], join(folder, "out"))).rejects.toThrow(
      /these are shards of 2 and of 3: merge shards of one run/,
    );
    await rm(join(a, "ada", "result.json"));
    await expect(mergeClasses([a], join(folder, "out"))).rejects.toThrow(
      /ada does not contain the result in class\.json/,
    );
  });
});

test("different results of one student are rejected; of equal results, the marked one is kept", async () => {
  await inScratchFolder(async (folder) => {
    const a = await writePart(join(folder, "a"), { ada: "all-passed" });
    const other = await writePart(join(folder, "other"), { ada: "some-failed" });
    await expect(mergeClasses([a, other], join(folder, "out"))).rejects.toThrow(
      /"ada" \(ada\) has different results in .*a and /,
    );
    const marked = await writePart(join(folder, "marked"), { ada: "all-passed" });
    const file = join(marked, "ada", "result.json");
    await writeFile(file, (await readFile(file, "utf8")).replace('"points": null', '"points": 1'));
    const out = join(folder, "out");
    await mergeClasses([a, marked], out);
    const merged = await textsIn(join(out, "ada"));
    expect(merged["result.json"]).toBe(
      await readFile(file, "utf8").then((text) => text.replace(/"durationMs": \d+/g, '"durationMs": 0')),
    );
    await mergeClasses([a], out);
    expect(await textsIn(join(out, "ada"))).toEqual(merged);
  });
});

test("a result is preferred to none, in any order", async () => {
  await inScratchFolder(async (folder) => {
    const fault = { id: "ada", name: "ada", status: "grader-fault", problem: "out of memory" } as const;
    const a = await writePart(join(folder, "a"), {}, { submissions: [fault] });
    const b = await writePart(join(folder, "b"), { ada: "all-passed" });
    expect((await mergeClasses([a, b], join(folder, "out"))).submissions).toMatchObject([
      { id: "ada", status: "graded" },
    ]);
    expect((await mergeClasses([a], join(folder, "out"))).submissions).toMatchObject([{ id: "ada", status: "graded" }]);
    expect((await mergeClasses([a], join(folder, "alone"))).submissions).toEqual([fault]);
  });
});

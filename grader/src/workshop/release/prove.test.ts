import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseResult, type Result } from "../../pipeline/score/result.ts";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { PROOF, type Proof } from "./prove.ts";
import { scannerFor } from "./scan.ts";
import { releasedFiles } from "./write-release.ts";
import { REPORT_GOLDENS } from "../../shared/paths.ts";

/* What each step rejects. The whole proof runs in cli/release.slow.test.ts. */

const LEAK = "const secret = tf.mul(alpha, tf.sign(gradient)); // the step goes up, so its sign is the gradient's";

const golden = async (name: string): Promise<Result> =>
  parseResult(JSON.parse(await readFile(join(REPORT_GOLDENS, name, "result.json"), "utf8")));

/** The summary or the error of a step. */
async function prove(name: string, proof: Partial<Proof>): Promise<string> {
  const step = PROOF.find((each) => each.name === name);
  const nothing: Proof = {
    folder: "",
    files: new Map(),
    secrets: [],
    scan: () => [],
    grade: () => golden("all-passed"),
    signal: new AbortController().signal,
  };
  try {
    return await step!.run({ ...nothing, ...proof });
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : "";
  }
}

test("the error of a leak shows its place and what it resembles", async () => {
  const scan = scannerFor([{ source: "solution/src/a.ts", text: LEAK }]);
  const files = new Map([["tests/b.test.ts", Buffer.from(`import "x";\n\n${LEAK}\n`)]]);
  expect(await prove("leak scan", { scan, files })).toBe(
    "FaultError: the release is leaking:\n" +
      "  tests/b.test.ts:3 resembles solution/src/a.ts:1\n" +
      "    const secret tf mul alpha tf sign gradient the step goes up",
  );
});

test("an untouched release that scores or cannot be graded is refused", async () => {
  expect(await prove("grade", {})).toBe("FaultError: the untouched release scores 100/100");
  const grade = () => golden("submission-error");
  expect(await prove("grade", { grade })).toMatch(/^FaultError: the release cannot be graded: /);
});

test("files that change when the release is used are named; installed packages are removed", async () => {
  await inScratchFolder(async (folder) => {
    await mkdir(join(folder, "node_modules"));
    for (const name of ["kept.ts", "changed.json", "lost.md", "node_modules/x"])
      await writeFile(join(folder, name), "1");
    const files = await releasedFiles(folder);
    expect([...files.keys()]).toEqual(["changed.json", "kept.ts", "lost.md"]);
    expect(await prove("tidy up", { folder, files })).toBe("node_modules removed, every file as it was written");
    await writeFile(join(folder, "changed.json"), "2");
    await writeFile(join(folder, "made.log"), "3");
    const withLost = new Map([...files, ["gone.md", Buffer.from("4")]]);
    expect(await prove("tidy up", { folder, files: withLost })).toBe(
      "FaultError: using the release changes it: changed.json, made.log, gone.md",
    );
  });
});

import { mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { inScratchFolder } from "../../shared/testing/grade-for-tests.ts";
import { CLASS_SCHEMA_ID, type ClassEntry, type ClassFile } from "../class/class-file.ts";
import { openSubmissions } from "./find-submission.ts";

const GRADED = { status: "graded", sha256: "b".repeat(64), score: 1, maxScore: 2 } as const;
const classOf = (...submissions: readonly ClassEntry[]): ClassFile => ({
  schema: CLASS_SCHEMA_ID,
  grader: { version: "0.1.0", digest: "a".repeat(64), engine: "wasm", isolation: "bubblewrap", seed: 7 },
  course: { teams: { Gang: ["1001", "1002"] } },
  submissions,
});

async function foundIn(graded: ClassFile, names: readonly string[], folder: string): Promise<string> {
  let found = "";
  await inScratchFolder(async (scratch) => {
    for (const name of names) {
      await mkdir(join(scratch, "in", name, "src"), { recursive: true });
      await writeFile(join(scratch, "in", name, "src", "fgsm.ts"), "");
    }
    const options = { results: 2, graded, signal: AbortSignal.timeout(10_000) };
    const find = await openSubmissions(join(scratch, "in"), options);
    const at = await find(folder, join(scratch, "fetched"));
    found = "path" in at ? basename(at.path) : at.problem;
  });
  return found;
}

test("a team is found by the folder of its result", async () => {
  const team = ["1001", "1002"].map((id) => ({ id, name: id }));
  const graded = classOf({ ...GRADED, id: "Gang", name: "Gang", folder: "Gang", team });
  const names = ["A_1001_assignsubmission_file_", "B_1003_assignsubmission_file_"];
  expect(await foundIn(graded, names, "Gang")).toBe("A_1001_assignsubmission_file_");
});

test("of two namesakes, each is found by the folder of an earlier run", async () => {
  const graded = classOf(
    { ...GRADED, id: "1005", name: "Ada Byron", folder: "Ada Byron" },
    { ...GRADED, id: "1003", name: "Ada Byron", folder: "Ada Byron-later" },
  );
  const names = ["Ada Byron_1005_assignsubmission_file_", "Ada Byron_1003_assignsubmission_file_"];
  expect(await foundIn(graded, names, "Ada Byron")).toBe(names[0]);
  expect(await foundIn(graded, names, "Ada Byron-later")).toBe(names[1]);
});

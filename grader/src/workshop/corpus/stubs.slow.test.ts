import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { expect, test } from "vitest";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import { gradeForTests, inScratchFolder, lostChecks } from "../../shared/testing/grade-for-tests.ts";
import { stubOf, writeRewrittenSolution } from "./rewritten-solution.ts";

const FUNCTIONS = EXERCISES.flatMap(({ functions }) => functions);

test.each(FUNCTIONS)("without %s exactly its checks are lost", async (functionName) => {
  await inScratchFolder(async (folder) => {
    await writeRewrittenSolution(folder, (name) => (name === functionName ? stubOf(name) : undefined));
    const own = RUBRIC.filter((entry) => entry.functionName === functionName).map(({ id }) => id);
    expect(lostChecks(await gradeForTests(folder, 1))).toEqual([...own].sort());
  });
});

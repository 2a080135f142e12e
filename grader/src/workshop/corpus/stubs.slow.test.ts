import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { expect, test } from "vitest";
import { RUBRIC } from "../../pipeline/score/rubric.ts";
import { gradeForTests, inScratchFolder, lostChecks } from "../../shared/testing/grade-for-tests.ts";
import { stubOf, writeRewrittenSolution } from "./rewritten-solution.ts";

const FILES = [...new Set(EXERCISES.map(({ file }) => file))].map((file) =>
  EXERCISES.filter((exercise) => exercise.file === file).flatMap(({ functions }) => functions),
);
const ROUNDS = Math.max(...FILES.map((functions) => functions.length));

/** One function of each file, since files do not import each other; every function is in one of the rounds. */
const stubbedIn = (round: number): readonly string[] => FILES.flatMap((functions) => functions[round] ?? []);

test.each(Array.from({ length: ROUNDS }, (_, round) => round))(
  "without one function of each file, exactly their checks are lost (round %i)",
  async (round) => {
    const stubbed = stubbedIn(round);
    await inScratchFolder(async (folder) => {
      await writeRewrittenSolution(folder, (name) => (stubbed.includes(name) ? stubOf(name) : undefined));
      const own = RUBRIC.filter(({ functionName }) => stubbed.includes(functionName)).map(({ id }) => id);
      expect(lostChecks(await gradeForTests(folder, 1))).toEqual([...own].sort());
    });
  },
);

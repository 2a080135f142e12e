import { expect, test } from "vitest";
import { REFERENCE_FOLDER } from "../variants/patch.ts";
import { gradeForTests, lostChecks } from "../testing/grade-for-tests.ts";

test.each([2, 3, 5, 8, 13, 21, 34, 55, 89, 2 ** 31 - 1])("the reference scores 100 with seed %i", async (seed) => {
  const result = await gradeForTests(REFERENCE_FOLDER, seed);
  expect(lostChecks(result)).toEqual([]);
  expect(result).toMatchObject({ status: "graded", score: 100, maxScore: 100 });
});

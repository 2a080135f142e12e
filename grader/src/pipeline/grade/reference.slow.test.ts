import { expect, test } from "vitest";
import { gradeForTests, lostChecks } from "../../shared/testing/grade-for-tests.ts";
import { SOLUTION_FOLDER } from "../../shared/paths.ts";

test.each([2, 3, 5, 8, 13, 21, 34, 55, 89, 2 ** 31 - 1])("the reference has all points with seed %i", async (seed) => {
  const result = await gradeForTests(SOLUTION_FOLDER, seed);
  expect(lostChecks(result)).toEqual([]);
  expect(result).toMatchObject({ status: "graded", score: result.maxScore });
});

import { expect, test } from "vitest";
import { messyTable } from "./testing/messy-table.ts";

test.each([
  ["moodle", 1],
  ["moodle-flat", 2],
  ["canvas", 3],
  ["plain", 4],
] as const)("every way to hand in is read or named, and nobody is lost: %s, seed %i", async (layout, seed) => {
  const rows = await messyTable(seed, layout);
  expect(rows).toHaveLength(80);
  expect(rows.filter(({ isRight }) => !isRight)).toEqual([]);
});

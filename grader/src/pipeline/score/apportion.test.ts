import fc from "fast-check";
import { expect, test } from "vitest";
import { apportion } from "./apportion.ts";

const even = (...weights: readonly number[]) => weights.map((weight) => ({ weight, least: 1 }));

test.each([
  ["weights that add up to the total stay", 10, even(4, 3, 2, 1), [4, 3, 2, 1]],
  ["the largest fraction is rounded up", 10, even(2, 2, 3), [3, 3, 4]],
  ["the first of equal fractions is rounded up", 4, even(1, 1, 1), [2, 1, 1]],
  ["nothing falls below its least", 10, [...even(1), { weight: 1, least: 6 }, { weight: 4, least: 1 }], [1, 6, 3]],
])("%s", (_, total, shares, expected) => {
  expect(apportion(total, shares)).toEqual(expected);
});

test("all of a total is divided, in whole numbers, and every share has its least", () => {
  const share = fc.record({ weight: fc.integer({ min: 1, max: 30 }), least: fc.integer({ min: 1, max: 9 }) });
  fc.assert(
    fc.property(fc.array(share, { minLength: 1, maxLength: 20 }), fc.nat(200), (shares, above) => {
      const total = shares.reduce((sum, { least }) => sum + least, above);
      const divided = apportion(total, shares);
      expect(divided.reduce((sum, value) => sum + value, 0)).toBe(total);
      expect(divided.every((value, index) => Number.isInteger(value) && value >= shares[index]!.least)).toBe(true);
    }),
    { seed: 21 },
  );
});

test("a total below all leasts is refused", () => {
  expect(() => apportion(2, even(1, 1, 1))).toThrow("got 2 points to divide, expected at least 3");
});

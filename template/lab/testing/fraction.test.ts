import { expect, test } from "vitest";
import { fractionOf } from "../shared/fraction.ts";

test("progress is a number from 0 to 1, also where a server says no size or too small a one", () => {
  expect([fractionOf(1, 4), fractionOf(5, 0), fractionOf(0, 0), fractionOf(9, 4)]).toEqual([0.25, 0, 0, 1]);
});

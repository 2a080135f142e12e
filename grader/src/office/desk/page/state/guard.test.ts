import { expect, test } from "vitest";
import { afterKey, guardFrom, type Guard } from "./guard.ts";

test("j, k, u and z count at once after a number has used a comment", () => {
  for (const key of ["j", "k", "u", "z"]) expect(afterKey(guardFrom(0), key, 5)).toBe(null);
});

test("what is typed on after the number never counts, until there is a pause", () => {
  let guard: Guard | null = afterKey(guardFrom(0), " ", 150);
  for (const [index, key] of [..."unjust: off 4"].entries()) {
    guard = afterKey(guard!, key, 300 + index * 600);
    expect(guard).not.toBe(null);
  }
  expect(afterKey(guard!, "f", 300 + 12 * 600 + 701)).toBe(null);
});

test("other keys count after a pause", () => {
  expect(afterKey(guardFrom(0), "f", 701)).toBe(null);
});

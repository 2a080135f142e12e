import { expect, test } from "vitest";
import type { Observation } from "../run/observation.ts";
import { floats, integers, type Plain } from "../run/protocol/values.ts";
import { isSameAnswer } from "./same-answer.ts";

const returned = (value: Plain): Observation => ({ status: "returned", value, state: [] });
const areSame = (one: Plain, other: Plain): boolean => isSameAnswer(returned(one), returned(other));

test("numbers and tensors are the same up to the rounding of float32", () => {
  expect(areSame(0.1, Math.fround(0.1))).toBe(true);
  expect(areSame(1, 1.001)).toBe(false);
  expect(areSame(floats([2], [1000, 1e-3]), floats([2], [1000.05, 2e-3]))).toBe(true);
  expect(areSame(floats([2], [1, 1e-3]), floats([2], [1, 2e-3]))).toBe(false);
});

test("a non-finite value equals only itself, on either side", () => {
  for (const odd of [Infinity, -Infinity, NaN]) {
    expect(areSame(floats([2], [odd, 1]), floats([2], [odd, 1]))).toBe(true);
    expect(areSame(floats([2], [80, 1]), floats([2], [odd, 1]))).toBe(false);
    expect(areSame(floats([2], [odd, 1]), floats([2], [80, 1]))).toBe(false);
    expect(areSame(floats([2], [odd, 1]), floats([2], [odd, 2]))).toBe(false);
  }
});

test("shape, type, keys and length count", () => {
  expect(areSame(floats([2, 1], [1, 2]), floats([1, 2], [1, 2]))).toBe(false);
  expect(areSame(floats([1], [1]), integers([1], [1]))).toBe(false);
  expect(areSame({ indices: [1, 2] }, { indices: [1, 2] })).toBe(true);
  expect(areSame({ indices: [1, 2] }, { places: [1, 2] })).toBe(false);
  expect(areSame([1, 2], [1, 2, 3])).toBe(false);
  expect(areSame("a", "a")).toBe(true);
  expect(areSame(null, 0)).toBe(false);
});

test("the parameters after the call count as well", () => {
  const left = (value: number): Observation => ({ status: "returned", value: null, state: [floats([1], [value])] });
  expect(isSameAnswer(left(1), left(1))).toBe(true);
  expect(isSameAnswer(left(1), left(2))).toBe(false);
});

test("errors are compared by their messages, and a stopped call is never the same", () => {
  const threw = (message: string): Observation => ({ status: "threw", name: "Error", message });
  expect(isSameAnswer(threw("shapes"), threw("shapes"))).toBe(true);
  expect(isSameAnswer(threw("shapes"), threw("rank"))).toBe(false);
  const stopped: Observation = { status: "stopped", limit: "time", message: "too long" };
  expect(isSameAnswer(stopped, stopped)).toBe(false);
});

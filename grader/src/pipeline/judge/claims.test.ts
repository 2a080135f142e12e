import { expect, test } from "vitest";
import type { Observation } from "../run/observation.ts";
import { floats } from "../run/protocol/values.ts";
import { returnedGradient } from "./claims.ts";

const ASKED = { of: "x", shape: [2] };

test("a gradient is read from the state, after the outcome of the call", () => {
  const observation: Observation = { status: "returned", value: 1, state: [floats([2], [3, 4]), floats([0], [])] };
  expect(returnedGradient(observation, "f", ASKED).values).toEqual([3, 4]);
  expect(() => returnedGradient(observation, "f", { of: "x", shape: [3] })).toThrow(
    "the gradient of f in x: the shape is [2]",
  );
  expect(() => returnedGradient(observation, "f", { ...ASKED, place: 1 })).toThrow(
    "f: no gradient flows back to x: use tfjs operations, not plain numbers",
  );
});

test.each([
  [
    "Cannot compute gradient: gradient function not found for Greater.",
    "autodiff threw 'Cannot compute gradient: gradient function not found for Greater.'",
  ],
  ["Kernel 'X' not registered", "autodiff threw \"Kernel 'X' not registered\""],
])("a failure of autodiff is explained to the student: %s", (message, reason) => {
  const observation: Observation = { status: "threw", name: "no gradient", message };
  expect(() => returnedGradient(observation, "f", ASKED)).toThrow(`f: no gradient flows through it, because ${reason}`);
});

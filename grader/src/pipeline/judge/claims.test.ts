import { expect, test } from "vitest";
import type { Observation } from "../run/observation.ts";
import { floats } from "../run/protocol/values.ts";
import { returnedGradient } from "./claims.ts";

test("a gradient is read from the state, after the outcome of the call", () => {
  const observation: Observation = { status: "returned", value: 1, state: [floats([2], [3, 4])] };
  expect(returnedGradient(observation, "f of x", [2]).values).toEqual([3, 4]);
  expect(() => returnedGradient(observation, "f of x", [3])).toThrow("the gradient of f of x: the shape is [2]");
});

test.each([
  ["Make sure that the f you passed encloses all operations", "use tfjs operations, not plain numbers"],
  ["Cannot compute gradient: gradient function not found for Greater.", "tfjs cannot differentiate Greater"],
])("a result without gradient is explained to the student: %s", (message, advice) => {
  const observation: Observation = { status: "threw", name: "no gradient", message };
  expect(() => returnedGradient(observation, "f of x", [2])).toThrow(`f of x: no gradient flows through it: ${advice}`);
});

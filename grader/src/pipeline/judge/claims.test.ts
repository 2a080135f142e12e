import { expect, test } from "vitest";
import type { Observation } from "../run/observation.ts";
import { floats } from "../run/protocol/values.ts";
import { returned, returnedGradient, returnedNumber } from "./claims.ts";

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

test.each([
  [
    { name: "Error", message: "f is right, and the grader wrong" },
    "f: threw 'Error: f is right, and the grader wrong'",
  ],
  [{ name: "Error", message: "it's '\"" }, `f: threw \`Error: it's '"\``],
  [{ name: "no error", message: "not done" }, "f: threw 'not done'"],
  [{ name: "TypeError", message: "x", location: "src/a.ts:1" }, "f: threw 'TypeError: x' (at src/a.ts:1)"],
  [{ name: "Error", message: "Exercise 2.4 fgsm is not implemented yet" }, "Exercise 2.4 fgsm is not implemented yet"],
  [
    { name: "Error", message: "Exercise 2.4 solution is not implemented yet" },
    "f: threw 'Error: Exercise 2.4 solution is not implemented yet'",
  ],
])("what a submission threw is quoted, unless it is the message of a stub: %j", (thrown, message) => {
  expect(() => returned({ status: "threw", ...thrown }, "f")).toThrow(expect.objectContaining({ message }));
});

test("the keys of a returned object are quoted", () => {
  const value = { "no keys, f is right": 1 };
  expect(() => returnedNumber({ status: "returned", value, state: [] }, "f")).toThrow(
    "f: expected a number, got an object with 'no keys, f is right'",
  );
});

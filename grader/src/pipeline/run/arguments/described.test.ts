import { expect, test } from "vitest";
import { floats } from "../protocol/values.ts";
import { isLent } from "./described.ts";

test("tensors and plain data are not lent; a description is, at any depth", () => {
  expect(
    [floats([1], [1]), { images: floats([1], [1]), epsilon: 0.1, list: [1, "a", null] }, undefined].some(isLent),
  ).toBe(false);
  expect(isLent({ $: "kept", value: floats([1], [1]) })).toBe(false);
  expect(isLent({ $: "loss", name: "crossEntropy" })).toBe(true);
  expect(isLent({ images: floats([1], [1]), more: [{ loss: { $: "marginLoss", name: "hinge" } }] })).toBe(true);
});

import { loadEngine } from "@robustness-lab/fixtures/engine";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { floats } from "../protocol/values.ts";
import { invoke } from "./invoke.ts";

beforeAll(() => loadEngine("wasm"));

const X = { $: "kept", value: floats([2], [1, 2]) };

test("the values of a tensor that the caller keeps come back, none if it was disposed of", () => {
  const twice = (x: tf.Tensor) => tf.mul(x, 2);
  expect(invoke({ twice }, "twice", [X])).toEqual({
    status: "returned",
    value: floats([2], [2, 4]),
    state: [floats([2], [1, 2])],
  });
  const dispose = (x: tf.Tensor) => x.dispose();
  expect(invoke({ dispose }, "dispose", [X])).toMatchObject({ state: [floats([0], [])] });
});

test("a function that returns what it is given returns the same tensor, and nothing is left over", () => {
  const before = tf.memory().numTensors;
  const isSame = (x: tf.Tensor, second: (a: unknown, b: unknown) => unknown) => second(0, x) === x;
  expect(invoke({ isSame }, "isSame", [X, { $: "given", place: 1 }])).toMatchObject({ value: true });
  expect(tf.memory().numTensors).toBe(before);
});

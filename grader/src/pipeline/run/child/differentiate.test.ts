import { loadEngine } from "@robustness-lab/fixtures/engine";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { floats } from "../protocol/values.ts";
import { invoke } from "./invoke.ts";

beforeAll(() => loadEngine("wasm"));

const X = { $: "differentiated", value: floats([3], [1, 2, 3]) };
const call = (f: (...args: never[]) => unknown, ...args: readonly unknown[]) => invoke({ f }, "f", args);

test("the gradient of the returned sum comes back as state, beside the result", () => {
  expect(call((x: tf.Tensor) => tf.square(x), X)).toEqual({
    status: "returned",
    value: floats([3], [1, 4, 9]),
    state: [floats([3], [2, 4, 6])],
  });
});

test("each differentiated argument, at any depth, has its own gradient", () => {
  const f = ({ w }: { w: tf.Tensor }, { x }: { x: tf.Tensor }) => tf.sum(tf.mul(w, x));
  const w = { $: "differentiated", value: floats([3], [5, 6, 7]) };
  expect(call(f, { w }, { x: X })).toMatchObject({
    state: [floats([3], [1, 2, 3]), floats([3], [5, 6, 7])],
  });
});

test("a customGrad of the submission is used", () => {
  const doubled = tf.customGrad((x) => ({
    value: tf.mul(x as tf.Tensor, 1),
    gradFunc: (dy: tf.Tensor) => tf.mul(dy, 2),
  }));
  expect(call((x: tf.Tensor) => doubled(x), X)).toMatchObject({ state: [floats([3], [2, 2, 2])] });
});

test("an argument that is read as plain numbers has no gradient, and the others have theirs", () => {
  const f = (w: tf.Tensor, x: tf.Tensor) => tf.mul(w.dataSync()[0]!, x);
  const w = { $: "differentiated", value: floats([3], [5, 6, 7]) };
  expect(call(f, w, X)).toEqual({
    status: "returned",
    value: floats([3], [5, 10, 15]),
    state: [floats([0], []), floats([3], [5, 5, 5])],
  });
});

test("an operation that has no gradient is named", () => {
  expect(call((x: tf.Tensor) => tf.cast(tf.greater(x, 0), "float32"), X)).toMatchObject({
    status: "threw",
    name: "no gradient",
    message: expect.stringMatching(/not found for Greater/) as string,
  });
});

test("what the function itself throws stays what it is, and a result that is no tensor comes back without gradients", () => {
  const broken = () => {
    throw new RangeError("mine");
  };
  expect(call(broken, X)).toMatchObject({ status: "threw", name: "RangeError", message: "mine" });
  expect(call(() => 7, X)).toEqual({ status: "returned", value: 7, state: [floats([0], [])] });
});

test("nothing is left over", () => {
  const before = tf.memory().numTensors;
  call((x: tf.Tensor) => tf.sum(tf.exp(tf.square(x))), X);
  expect(tf.memory().numTensors).toBe(before);
});

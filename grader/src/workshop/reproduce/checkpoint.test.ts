import { expect, test } from "vitest";
import { CheckpointError, parseCheckpoint, renderCheckpoint } from "./checkpoint.ts";
import type { TrainingState } from "./training-state.ts";

const state: TrainingState = {
  epoch: 2,
  losses: [2.302585, 0.1 + 0.2],
  weights: { weights: new Float32Array([1e-38, -0, 0.1, 3]), bias: new Float32Array([7]) },
  optimizer: [
    { name: "iter", shape: [], dtype: "int32", values: new Int32Array([120]) },
    { name: "w/m", shape: [2, 2], dtype: "float32", values: new Float32Array([1, 2, 3, 1e-20]) },
  ],
};

test("a state survives the round trip bit for bit", () => {
  expect(parseCheckpoint(renderCheckpoint("abc", state), "abc")).toEqual(state);
});

test("a checkpoint of a different configuration is refused", () => {
  const text = renderCheckpoint("abc", state);
  expect(() => parseCheckpoint(text, "abd")).toThrow(new CheckpointError("it belongs to a different configuration"));
});

test.each([
  ["empty", () => ""],
  ["truncated", (text: string) => text.slice(0, text.length / 2)],
  ["altered in one character", (text: string) => text.replace('"epoch":2', '"epoch":3')],
  ["not a checkpoint", () => "hello\nworld\n"],
])("a checkpoint that is %s is refused", (_, spoil) => {
  const text = spoil(renderCheckpoint("abc", state));
  expect(() => parseCheckpoint(text, "abc")).toThrow(new CheckpointError("its checksum does not match"));
});

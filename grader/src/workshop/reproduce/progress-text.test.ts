import { describe, expect, test } from "vitest";
import { durationText, progressText, type StageState } from "./progress-text.ts";

const state: StageState = {
  title: "LeNet, FGSM-trained",
  unit: "steps",
  total: 600,
  done: 120,
  doneBefore: 60,
  elapsedMs: 60_000,
  note: "loss 0.312",
};

describe("a stage's line", () => {
  test("estimates the time left from what this run has done, not from what was there before", () => {
    expect(progressText(state)).toBe("LeNet, FGSM-trained: 120 of 600 steps, loss 0.312, 8:00 left");
  });

  test("does not guess before anything is done", () => {
    expect(progressText({ ...state, done: 60, note: "" })).toBe(
      "LeNet, FGSM-trained: 60 of 600 steps, time left unknown",
    );
  });

  test("says how long it took at the end", () => {
    expect(progressText({ ...state, done: 600 })).toBe("LeNet, FGSM-trained: 600 of 600 steps, loss 0.312, took 1:00");
  });
});

test.each([
  [0, "0:00"],
  [59_499, "0:59"],
  [59_500, "1:00"],
  [3_599_000, "59:59"],
  [3_661_000, "1:01:01"],
])("%i ms are %s", (durationMs, text) => {
  expect(durationText(durationMs)).toBe(text);
});

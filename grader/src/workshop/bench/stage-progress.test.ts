import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { barProgress, lineProgress, progressText } from "./stage-progress.ts";

const stage = { title: "LeNet", unit: "steps", total: 7, doneBefore: 2, lineEvery: 3 };

/** A clock that advances by a second each time it is read. */
function secondsClock(): () => number {
  let seconds = 0;
  return () => 1000 * seconds++;
}

describe("the text of a stage", () => {
  const long = { ...stage, total: 600, doneBefore: 60 };

  test("estimates the time left from this run, not from what was done before", () => {
    const text = progressText(long, { done: 120, elapsedMs: 60_000, note: "loss 0.312" });
    expect(text).toBe("LeNet: 120 of 600 steps, loss 0.312, 8:00 left");
  });

  test.each([
    [0, "0:00"],
    [59_499, "0:59"],
    [59_500, "1:00"],
    [3_599_000, "59:59"],
    [3_661_000, "1:01:01"],
  ])("ends with the duration of %i ms as %s", (elapsedMs, duration) => {
    const text = progressText(long, { done: 600, elapsedMs, note: "loss 0.312" });
    expect(text).toBe(`LeNet: 600 of 600 steps, loss 0.312, took ${duration}`);
  });
});

test("without a terminal a line is written after each multiple and after the last", () => {
  const lines: string[] = [];
  const shown = lineProgress((line) => lines.push(line), secondsClock())(stage);
  for (let done = 2; done < 7; done += 1) shown.advance(`loss ${done}`);
  shown.end();
  expect(lines).toEqual([
    "LeNet: 3 of 7 steps, loss 2, 0:04 left",
    "LeNet: 6 of 7 steps, loss 5, 0:01 left",
    "LeNet: 7 of 7 steps, loss 6, took 0:05",
  ]);
});

test("on a terminal the last state stays, and the terminal keeps its cursor and its line wrap", async () => {
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 80,
    ...{ cursorTo: () => true, clearLine: () => true, clearScreenDown: () => true, moveCursor: () => true },
  });
  const shown = barProgress(stream, secondsClock())(stage);
  for (let done = 2; done < 7; done += 1) shown.advance(`loss ${done}`);
  shown.end();
  // Since Node 26, read() returns one chunk at a time.
  const written = (await stream.end().toArray()).join("");
  expect(written).toContain("LeNet: 7 of 7 steps, loss 6, took 0:05");
  expect(written).not.toContain("\u001B[?");
});

import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { barProgress, lineProgress } from "./training-progress.ts";

const stage = { title: "LeNet", unit: "steps", total: 7, doneBefore: 2, lineEvery: 3 };

/** A clock that goes on by a second each time it is read. */
function secondsClock(): () => number {
  let seconds = 0;
  return () => 1000 * seconds++;
}

test("without a terminal a line is written after every so many and after the last", () => {
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
  // From Node 26 on, read() gives one chunk at a time.
  const written = (await stream.end().toArray()).join("");
  expect(written).toContain("LeNet: 7 of 7 steps, loss 6, took 0:05");
  expect(written).not.toContain("\u001B[?");
});

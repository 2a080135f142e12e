import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeScratch } from "../../shared/scratch.ts";
import { runInPool, type PoolOptions } from "./pool.ts";

const WORKER = `import { parentPort, threadId } from "node:worker_threads";
parentPort.on("message", (task) => {
  parentPort.postMessage({ kind: "begun", deadlineMs: 200 });
  if (task === "hang") for (;;);
  if (task === "throw") throw new Error("broken");
  if (task === "exit") process.exit(3);
  parentPort.postMessage({ kind: "done", result: { task, threadId } });
});`;

interface Result {
  readonly task: string;
  readonly threadId: number;
}

async function run(tasks: readonly string[], options: Partial<PoolOptions<Result>> = {}) {
  const scratch = await makeScratch();
  const file = join(scratch.folder, "worker.mjs");
  await writeFile(file, WORKER);
  const rest = { jobs: 1, signal: new AbortController().signal, onDone: () => undefined, isSpent: () => false };
  return runInPool<Result>(tasks, { file, ...rest, ...options }).finally(scratch.remove);
}

test("results are in the order of the tasks, and a thread that hangs or fails is replaced", async () => {
  const done: number[] = [];
  const results = await run(["a", "hang", "b", "throw", "c", "exit", "d"], { onDone: (count) => done.push(count) });
  expect(results).toMatchObject([
    { status: "done", result: { task: "a" } },
    { status: "timeout" },
    { status: "done", result: { task: "b" } },
    { status: "crashed", message: "Error: broken" },
    { status: "done", result: { task: "c" } },
    { status: "crashed", message: "Error: the thread ended with code 3" },
    { status: "done", result: { task: "d" } },
  ]);
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("a thread answers several tasks until it is spent", async () => {
  const threads = (await run(["a", "spend", "b"], { isSpent: ({ task }) => task === "spend" })).map((each) =>
    each.status === "done" ? each.result.threadId : 0,
  );
  expect(threads[0]).toBe(threads[1]);
  expect(threads[2]).not.toBe(threads[1]);
});

test("an aborted run ends, even if a thread hangs", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  await expect(run(["hang", "a", "b"], { signal: controller.signal })).rejects.toThrow("aborted");
});

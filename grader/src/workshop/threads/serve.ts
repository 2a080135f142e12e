import { parentPort } from "node:worker_threads";
import type { FromWorker } from "./pool.ts";

/**
 * Answers the tasks of a pool in a worker, one at a time.
 *
 * @param answer returns the result; before a task that may hang it calls `begin` with the time that the task may take
 */
export function serve(answer: (task: never, begin: (deadlineMs: number) => void) => Promise<unknown>): void {
  const send = (message: FromWorker<unknown>): void => parentPort?.postMessage(message);
  const begin = (deadlineMs: number): void => send({ kind: "begun", deadlineMs });
  parentPort?.on("message", (task: unknown) => {
    // An error ends the thread, and the pool reports it.
    void answer(task as never, begin).then((result) => send({ kind: "done", result }));
  });
}

import type { ToWorker } from "../shared/worker-messages.ts";

/*
 * A worker that waits to be used. index.html loads this module before the page, so that the first one loads the engine, which
 * takes longest, while the page still loads. Later ones wait for the next edit.
 */

let spare: Worker | undefined = makeWorker();

/** Returns the worker that waits, or a new one. */
export function takeWorker(): Worker {
  const worker = spare ?? makeWorker();
  spare = undefined;
  return worker;
}

/** Starts the engine in a worker that waits. It imports the student's files only when it gets a setup. */
export function prepareWorker(engine: Omit<Extract<ToWorker, { readonly type: "engine" }>, "type">): void {
  spare ??= makeWorker();
  spare.postMessage({ type: "engine", ...engine } satisfies ToWorker);
}

/** Starts a worker. */
export function makeWorker(): Worker {
  return new Worker(new URL("../worker/main.ts", import.meta.url), { type: "module" });
}

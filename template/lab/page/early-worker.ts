/*
 * index.html loads this module before the page, so that the first worker loads the engine, which takes longest, while the
 * page still loads.
 */

let early: Worker | undefined = makeWorker();

/** Returns the worker started before the page on the first call, and a new one on every later call. */
export function takeWorker(): Worker {
  const worker = early ?? makeWorker();
  early = undefined;
  return worker;
}

function makeWorker(): Worker {
  return new Worker(new URL("../worker/main.ts", import.meta.url), { type: "module" });
}

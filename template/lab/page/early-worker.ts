/*
 * Loaded by a tag of its own, before the page: the first worker loads the engine while the page still loads itself. It is
 * the longest way to the first picture.
 */

let early: Worker | undefined = makeWorker();

/** The worker that was started with the page, once; then a new one each time. */
export function takeWorker(): Worker {
  const worker = early ?? makeWorker();
  early = undefined;
  return worker;
}

function makeWorker(): Worker {
  return new Worker(new URL("../worker/main.ts", import.meta.url), { type: "module" });
}

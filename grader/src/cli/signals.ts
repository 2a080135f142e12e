/** A signal that Ctrl-C or a polite kill aborts. */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) {
    process.once(name, () => {
      console.error("\nstopping: nothing is written, what was started is ended ...");
      controller.abort();
    });
  }
  return controller.signal;
}

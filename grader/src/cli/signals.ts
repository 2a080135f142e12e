/** npm and tsx pass on the Ctrl-C that the terminal has sent to all of us: what comes this soon is the same one. */
const SAME_MS = 1000;

/** A signal that Ctrl-C or a polite kill aborts. Whoever asks again is obeyed at once. */
export function abortOnSignals(saying = "stopping: nothing is written, what was started is ended ..."): AbortSignal {
  const controller = new AbortController();
  let askedAt: number | undefined;
  for (const name of ["SIGINT", "SIGTERM"]) {
    const onSignal = (): void => {
      if (askedAt === undefined) {
        askedAt = performance.now();
        console.error(`\n${saying}`);
        controller.abort();
      } else if (performance.now() - askedAt > SAME_MS) {
        process.off(name, onSignal);
        process.kill(process.pid, name);
      }
    };
    process.on(name, onSignal);
  }
  return controller.signal;
}

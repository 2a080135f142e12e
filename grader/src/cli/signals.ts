import { EXIT } from "../shared/exit.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;
/** npm and the terminal may both forward one Ctrl-C; signals this close together count as one. */
const SAME_MS = 1000;

/** A signal that Ctrl-C or SIGTERM aborts; a second one ends the process at once. */
export function abortOnSignals(message: string): AbortSignal {
  const controller = new AbortController();
  let abortedAt: number | undefined;
  for (const name of SIGNALS) {
    const onSignal = (): void => {
      if (abortedAt === undefined) {
        abortedAt = performance.now();
        if (message !== "") console.error(`\n${message}`);
        controller.abort();
      } else if (performance.now() - abortedAt > SAME_MS) {
        process.off(name, onSignal);
        process.kill(process.pid, name);
      }
    };
    process.on(name, onSignal);
  }
  return controller.signal;
}

/** Ends the process on Ctrl-C or SIGTERM, for commands with nothing to clean up. @returns a signal that is never aborted */
export function exitOnSignals(): AbortSignal {
  for (const name of SIGNALS) process.once(name, () => process.exit(EXIT.fault));
  return new AbortController().signal;
}

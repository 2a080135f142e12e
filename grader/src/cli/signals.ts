import { EXIT } from "../shared/exit.ts";
import { killDescendants } from "../shared/process-tree.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Time for a command to clean up after a signal, unless it writes a summary first. */
const CLEAN_UP_MS = 1000;
/** npm and the terminal may both forward one Ctrl-C; signals this close together count as one. */
const SAME_MS = 1000;

/**
 * A signal that Ctrl-C, SIGTERM or a closed terminal aborts; a second one ends the process at once. A command that has not
 * ended soon after is ended with everything it started.
 */
export function abortOnSignals(message: string, cleanUpMs = CLEAN_UP_MS): AbortSignal {
  const controller = new AbortController();
  let abortedAt: number | undefined;
  for (const name of SIGNALS) {
    const onSignal = (): void => {
      if (abortedAt === undefined) {
        abortedAt = performance.now();
        if (message !== "") console.error(`\n${message}`);
        controller.abort();
        setTimeout(() => {
          killDescendants(process.pid);
          process.exit(EXIT.fault);
        }, cleanUpMs).unref();
      } else if (performance.now() - abortedAt > SAME_MS) {
        process.off(name, onSignal);
        process.kill(process.pid, name);
      }
    };
    process.on(name, onSignal);
  }
  return controller.signal;
}

/** Ends the process on a signal, for commands with nothing to clean up. @returns a signal that is never aborted */
export function exitOnSignals(): AbortSignal {
  for (const name of SIGNALS) process.once(name, () => process.exit(EXIT.fault));
  return new AbortController().signal;
}

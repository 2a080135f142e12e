import { fork } from "node:child_process";
import { once } from "node:events";
import { EXIT } from "./exit.ts";

/** What a supervised run needs. */
export interface Supervision {
  /** The module that the other process runs. */
  readonly entry: URL;
  readonly argument: string;
  /** Said when the run was interrupted. */
  readonly resumeHint: string;
  readonly writeLine: (line: string) => void;
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Runs a module in a process of its own, which may compute without a pause, and ends it at once on Ctrl-C or SIGTERM.
 * What it keeps on disk it writes atomically, so it can be ended at any time. @returns the exit code
 */
export async function supervise({ entry, argument, resumeHint, writeLine }: Supervision): Promise<number> {
  const child = fork(entry, [argument]);
  const received: NodeJS.Signals[] = [];
  const stop = (signal: NodeJS.Signals): void => {
    received.push(signal);
    child.kill("SIGKILL");
  };
  // For good: npm and the terminal may each send the signal, and the second must not cut the hint off.
  for (const signal of SIGNALS) process.on(signal, stop);
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  // Ctrl-C reaches every process of the terminal: the child may have gone before this one heard of it.
  if (received.length > 0 || signal === "SIGINT" || signal === "SIGTERM") {
    writeLine(`\n${resumeHint}`);
    return EXIT.interrupted;
  }
  if (signal !== null) writeLine(`The run was ended by the system (${signal}), perhaps for lack of memory.`);
  return code ?? EXIT.fault;
}

import { fork } from "node:child_process";
import { once } from "node:events";
import { EXIT } from "./exit.ts";

/** What a supervised run needs. */
export interface Supervision {
  /** The module to run in another process. */
  readonly entry: URL;
  readonly argument: string;
  /** Printed after an interruption. */
  readonly resumeHint: string;
  readonly writeLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs a module in another process, which may compute without a pause, and kills it when the signal aborts. The module
 * writes files atomically, so it can be killed at any time. @returns the exit code
 */
export async function supervise({ entry, argument, resumeHint, writeLine, signal }: Supervision): Promise<number> {
  const child = fork(entry, [argument], { execArgv: ["--import", "tsx"] });
  signal.addEventListener("abort", () => child.kill("SIGKILL"));
  const [code, killedBy] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  // Ctrl-C reaches every process of the terminal, so the child may have ended before this process is signalled.
  if (signal.aborted || killedBy === "SIGINT" || killedBy === "SIGTERM") {
    writeLine(`\n${resumeHint}`);
    return EXIT.fault;
  }
  if (killedBy !== null) writeLine(`The run was killed by the system (${killedBy}), perhaps out of memory.`);
  return code ?? EXIT.fault;
}

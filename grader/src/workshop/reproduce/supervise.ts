import { execaNode } from "execa";
import { EXIT } from "../../shared/exit.ts";

export interface Supervision {
  /** The module to run. */
  readonly entry: string;
  readonly args: readonly string[];
  /** Printed after an interruption. */
  readonly resumeHint: string;
  readonly writeLine: (line: string) => void;
  readonly signal: AbortSignal;
}

const PRELOADED = [import.meta.resolve("tsx"), new URL("./end-with-parent.ts", import.meta.url).href];

/**
 * Runs a module in another process, which may compute without a pause, and kills it when the signal aborts. The module
 * writes files atomically, so it can be killed at any time. @returns the exit code
 */
export async function supervise({ entry, args, resumeHint, writeLine, signal }: Supervision): Promise<number> {
  const { exitCode, signal: killedBy } = await execaNode(entry, args, {
    nodeOptions: PRELOADED.flatMap((module) => ["--import", module]),
    stdio: "inherit",
    // Tells the process when this one has ended.
    ipc: true,
    cancelSignal: signal,
    killSignal: "SIGKILL",
    reject: false,
  });
  // Ctrl-C reaches every process of the terminal, so the child may have ended before this process is signalled.
  if (signal.aborted || killedBy === "SIGINT" || killedBy === "SIGTERM") {
    writeLine(`\n${resumeHint}`);
    return EXIT.fault;
  }
  if (killedBy !== undefined) writeLine(`The run was killed by the system (${killedBy}), perhaps out of memory.`);
  return exitCode ?? EXIT.fault;
}

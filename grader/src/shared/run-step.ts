import { spawn } from "node:child_process";
import { outputOf } from "./command-output.ts";
import { FaultError } from "./errors.ts";

/** A command of a step, and what it is asked for, in words that follow "could not". */
export interface StepCommand {
  readonly command: readonly [file: string, ...args: string[]];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly says: string;
}

/**
 * Runs a command to its end and gives what it wrote to stdout. An abort ends it and all that it started.
 *
 * @throws FaultError with the last lines that it printed, or where it cannot be started
 */
export async function runStep({ command, folder, environment, signal, says }: StepCommand): Promise<string> {
  signal.throwIfAborted();
  const [file, ...args] = command;
  const child = spawn(file, args, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  try {
    return await outputOf(child, { signal, failure: `could not ${says}; what ran said last` });
  } catch (cause) {
    if (signal.aborted || cause instanceof FaultError) throw cause;
    throw new FaultError(`could not ${says}: ${(cause as Error).message}`, { cause });
  }
}

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { FaultError } from "../errors.ts";
import { killTree } from "../process-tree.ts";

/** A command of a step, and what it is asked for, in words that follow "could not". */
export interface StepCommand {
  readonly command: readonly [file: string, ...args: string[]];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly says: string;
}

const LAST_LINES = 12;

/**
 * Runs a command to its end and gives what it wrote to stdout. An abort ends it and all that it started.
 *
 * @throws FaultError with the last lines that it printed
 */
export async function runStep({ command, folder, environment, signal, says }: StepCommand): Promise<string> {
  signal.throwIfAborted();
  const [file, ...args] = command;
  const child = spawn(file, args, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const stop = (): void => {
    if (child.pid !== undefined) killTree(child.pid);
  };
  signal.addEventListener("abort", stop);
  const written: Buffer[] = [];
  const printed: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => void (written.push(chunk), printed.push(chunk)));
  child.stderr.on("data", (chunk: Buffer) => void printed.push(chunk));
  try {
    const status = await ended(child, says);
    signal.throwIfAborted();
    if (status !== 0) throw failure(says, Buffer.concat(printed).toString());
    return Buffer.concat(written).toString();
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

async function ended(child: ChildProcess, says: string): Promise<number | null> {
  try {
    const [status] = (await once(child, "close")) as [number | null];
    return status;
  } catch (cause) {
    throw new FaultError(`could not ${says}: ${(cause as Error).message}`, { cause });
  }
}

/** The npm that runs us, and on every system without a shell; else the one of the path. */
export function npmCommand(environment: NodeJS.ProcessEnv): readonly [string, ...string[]] {
  const script = environment["npm_execpath"];
  return script === undefined ? ["npm"] : [process.execPath, script];
}

function failure(says: string, printed: string): FaultError {
  const last = printed.trimEnd().split("\n").slice(-LAST_LINES);
  return new FaultError([`could not ${says}; what ran said last:`, ...last.map((line) => `  ${line}`)].join("\n"));
}

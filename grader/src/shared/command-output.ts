import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { FaultError } from "./errors.ts";
import { killTree } from "./process-tree.ts";

const LAST_LINES = 12;

/** How a process ended; none after a signal. An abort ends it and all that it started. @throws the signal's reason then */
export async function statusOf(child: ChildProcess, signal: AbortSignal): Promise<number | null> {
  const stop = (): void => {
    if (child.pid !== undefined) killTree(child.pid);
  };
  signal.addEventListener("abort", stop);
  try {
    const [status] = (await once(child, "close")) as [number | null];
    signal.throwIfAborted();
    return status;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** What ends a command, what is said where it fails, and how it may end. */
export interface OutputOptions {
  readonly signal: AbortSignal;
  /** What its last lines follow. */
  readonly failure: string;
  /** Whether it may end with 1. */
  readonly mayFail?: boolean | undefined;
}

/**
 * Lets a command run to its end and gives what it wrote to stdout. An abort ends it and all that it started.
 *
 * @throws FaultError with the last lines of both streams
 */
export async function outputOf(child: ChildProcess, { signal, failure, mayFail }: OutputOptions): Promise<string> {
  const [stdout, printed]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on("data", (chunk: Buffer) => void stdout.push(chunk));
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => void printed.push(chunk));
  const status = await statusOf(child, signal);
  if (status === 0 || (mayFail === true && status === 1)) return Buffer.concat(stdout).toString();
  const last = Buffer.concat(printed).toString().trimEnd().split("\n").slice(-LAST_LINES);
  throw new FaultError([`${failure}:`, ...last.map((line) => `  ${line}`)].join("\n"));
}

/** The npm that runs us, and on every system without a shell; else the one of the path. On a Node of its own, if one is named. */
export function npmCommand(environment: NodeJS.ProcessEnv, node = process.execPath): readonly [string, ...string[]] {
  const script = environment["npm_execpath"];
  return script === undefined ? ["npm"] : [node, script];
}

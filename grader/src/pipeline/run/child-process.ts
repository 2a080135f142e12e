import { spawn, type ChildProcess } from "node:child_process";
import { availableParallelism, constants } from "node:os";
import type { Duplex, Readable, Writable } from "node:stream";
import { keepOutput } from "./child-output.ts";
import type { SandboxCommand } from "./isolation/index.ts";
import { crashed, stoppedBy, type EndObservation } from "./observation.ts";
import { parseChildMessage } from "./protocol/child-message-schema.ts";
import { FrameError, frameReader, REPLY_LIMITS, type Frame } from "./protocol/frames.ts";
import type { ChildMessage } from "./protocol/call-messages.ts";
import type { LimitName, Limits } from "./run-limits.ts";
import { quoted } from "../../shared/quote.ts";
import { killTree, SEES_PROCESSES, treeUsage } from "../../shared/process-tree.ts";

/** A running child, as the parent sees it. */
export interface Child {
  readonly send: (frame: Uint8Array) => void;
  /** Its output so far, cut. */
  readonly output: () => string;
  /** Kills the child and everything it started; resolves when it has ended. */
  readonly kill: () => Promise<void>;
}

export interface ChildEvents {
  readonly onMessage: (message: ChildMessage) => void;
  /** A frame that is not a message. The stream continues after it. */
  readonly onStray: () => void;
  /** A frame too large to read: the stream is lost, and the child is useless. */
  readonly onStreamLost: (problem: string) => void;
  /** It exceeded a limit. Not killed yet. */
  readonly onLimit: (limit: LimitName) => void;
  readonly onExit: (reason: EndObservation) => void;
}

/** Interval at which memory and processes are counted. In between, only the kernel's limits apply. */
const WATCH_MS = 100;
/** Time for which a child's pipes are still read after its exit. */
const DRAIN_MS = 300;

/** Starts a sandboxed child with a private pipe on descriptor 3. */
export function startChild(command: SandboxCommand, limits: Limits, events: ChildEvents): Child {
  const startedAt = performance.now();
  const child = spawn(command.file, command.args, {
    stdio: ["ignore", "pipe", "pipe", "pipe", ...(command.systemCallFilter === undefined ? [] : ["pipe" as const])],
    env: {},
    // In its own process group, so that one signal reaches everything it starts.
    detached: true,
    cwd: "/",
  });
  const [, stdout, stderr, pipe, filter] = child.stdio as unknown as [null, Readable, Readable, Duplex, Writable?];
  // A write to a dead child fails here; its exit is reported separately.
  for (const stream of [pipe, filter]) stream?.on("error", () => undefined);
  filter?.end(command.systemCallFilter);
  const output = keepOutput([stdout, stderr], limits, () => events.onLimit("output"));
  pipe.on("data", receive(events));
  const stopWatching = watch(child, limits, events.onLimit);
  const gone = new Promise<void>((resolve) => {
    const finish = (reason: EndObservation): void => {
      stopWatching();
      for (const stream of [stdout, stderr, pipe]) stream.destroy();
      events.onExit(reason);
      resolve();
    };
    child.once("error", (error) => finish(crashed(error.message)));
    child.once("exit", (code, signal) => {
      const mayHaveUsedCpuMs = (performance.now() - startedAt) * availableParallelism();
      whenDrained(child, () => finish(toEndObservation({ code, signal, mayHaveUsedCpuMs }, output(), limits)));
    });
  });
  return {
    send: (frame) => void pipe.write(frame),
    output,
    kill: async () => {
      kill(child);
      await gone;
    },
  };
}

/**
 * Waits until everything that the child sent or printed before its exit has been read. The wait is bounded, because a
 * process that the child started may outlive it and keep the pipes open.
 */
function whenDrained(child: ChildProcess, done: () => void): void {
  const timer = setTimeout(done, DRAIN_MS);
  child.once("close", () => {
    clearTimeout(timer);
    done();
  });
}

function receive(events: ChildEvents): (chunk: Uint8Array) => void {
  const reader = frameReader(REPLY_LIMITS);
  let lost = false;
  return (chunk) => {
    if (lost) return;
    try {
      for (const frame of reader.push(chunk)) deliver(frame, events);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      lost = true;
      events.onStreamLost(error.message);
    }
  };
}

function deliver(frame: Frame, events: ChildEvents): void {
  const message = frame.status === "unreadable" ? undefined : parseChildMessage(frame.message);
  if (message === undefined) events.onStray();
  else events.onMessage(message);
}

/** Counts a child's processes and memory, and reports a limit at each count that exceeds it. @returns a stop function */
function watch({ pid }: ChildProcess, limits: Limits, onLimit: (limit: LimitName) => void): () => void {
  if (pid === undefined || !SEES_PROCESSES) return () => undefined;
  const timer = setInterval(() => {
    const { residentBytes, processes } = treeUsage(pid);
    if (residentBytes > limits.memoryBytes) onLimit("memory");
    else if (processes > limits.processes) onLimit("processes");
  }, WATCH_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** V8 prints it; so may the submission. */
const OUT_OF_MEMORY = /JavaScript heap out of memory/;

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The time since its start, on all processors. */
  readonly mayHaveUsedCpuMs: number;
}

function toEndObservation({ code, signal, mayHaveUsedCpuMs }: Ending, printed: string, limits: Limits): EndObservation {
  const ended = signal ?? signalOf(code);
  // A submission may end with any exit code, so the limit is named only if it can have been reached.
  if (ended === "SIGXCPU" && mayHaveUsedCpuMs >= limits.cpuSeconds * 1000) return stoppedBy("cpu", limits);
  const how = ended === undefined ? `exit code ${code ?? "unknown"}` : `signal ${ended}`;
  const printedIt = OUT_OF_MEMORY.exec(printed)?.[0];
  const why = printedIt === undefined ? "" : ` and printed ${quoted(printedIt)}`;
  return crashed(`the process ended with ${how}${why}`);
}

/** bubblewrap exits with 128 + the signal that killed its child. */
function signalOf(code: number | null): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => number + 128 === code)?.[0];
}

/** Kills by id, since processes inside a sandbox have their own sessions, and by group where ids cannot be listed. */
function kill({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  killTree(pid);
  killTree(-pid);
}

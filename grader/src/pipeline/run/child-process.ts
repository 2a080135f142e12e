import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import type { Duplex, Readable, Writable } from "node:stream";
import { keepOutput } from "./child-output.ts";
import type { SandboxCommand } from "./isolation/index.ts";
import type { LimitName, Limits } from "./run-limits.ts";
import { killTree, SEES_PROCESSES, treeUsage } from "../../shared/process-tree.ts";
import { parseChildMessage } from "./protocol/child-message-schema.ts";
import { encodeFrame, FrameError, frameReader, REPLY_LIMITS, type Frame } from "./protocol/frames.ts";
import type { CallRequest, ChildMessage } from "./protocol/call-messages.ts";

/** A running child, as the parent sees it. */
export interface Child {
  readonly send: (request: CallRequest) => void;
  /** What it printed so far, cut. */
  readonly output: () => string;
  /** Ends the child and everything it started; resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

/** What a child does, as it happens. */
export interface ChildEvents {
  readonly onMessage: (message: ChildMessage) => void;
  /** A frame that is no message. The stream goes on behind it. */
  readonly onStray: () => void;
  /** A frame too large to be read: the stream is lost, and the child is useless. */
  readonly onStreamLost: (problem: string) => void;
  /** It used more than it may. */
  readonly onLimit: (limit: LimitName) => void;
  readonly onExit: (end: ChildEnd) => void;
}

/** How a child ended. */
export type ChildEnd = { readonly limit: LimitName } | { readonly limit?: undefined; readonly message: string };

/** How often memory and processes are counted. What a child takes in between, the kernel's own limit ends. */
const WATCH_MS = 100;
/** How long after its end a child's pipes are read. */
const DRAIN_MS = 300;

/** Starts a sandboxed child with a private pipe on descriptor 3. */
export function startChild(command: SandboxCommand, limits: Limits, events: ChildEvents): Child {
  const child = spawn(command.file, command.args, {
    stdio: ["ignore", "pipe", "pipe", "pipe", ...(command.systemCallFilter === undefined ? [] : ["pipe" as const])],
    env: {},
    // A process group of its own, so that one signal reaches whatever it starts.
    detached: true,
    cwd: "/",
  });
  const [, stdout, stderr, pipe, filter] = child.stdio as unknown as [null, Readable, Readable, Duplex, Writable?];
  // A child that died while we write is told by its exit.
  for (const stream of [pipe, filter]) stream?.on("error", () => undefined);
  filter?.end(command.systemCallFilter);
  const output = keepOutput(
    [stdout, stderr],
    { keptBytes: limits.outputBytes, printedBytes: limits.printedBytes },
    () => events.onLimit("output"),
  );
  pipe.on("data", receive(events));
  const stopWatching = watch(child, limits, events.onLimit);
  const gone = new Promise<void>((resolve) => {
    const finish = (how: ChildEnd): void => {
      stopWatching();
      for (const stream of [stdout, stderr, pipe]) stream.destroy();
      events.onExit(how);
      resolve();
    };
    child.once("error", (error) => finish({ message: error.message }));
    child.once("exit", (code, signal) => {
      whenDrained(child, () => finish(childEnd(code, signal, output.text())));
    });
  });
  return {
    send: (request) => pipe.write(encodeFrame(request)),
    output: output.text,
    kill: async () => {
      end(child);
      await gone;
    },
  };
}

/** What a child sent and printed before its end is still to be read; one of its own that outlives it may hold on for ever. */
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
  if (frame.status === "unreadable") return events.onStray();
  const message = parseChildMessage(frame.message);
  if (message === undefined) return events.onStray();
  events.onMessage(message);
}

/** Counts a child's processes and memory until it is told to stop; tells of the first limit that is passed. */
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

function childEnd(code: number | null, signal: NodeJS.Signals | null, printed: string): ChildEnd {
  const ended = signal ?? signalOf(code);
  if (ended === "SIGXCPU") return { limit: "cpu" };
  const how = ended === undefined ? `exit code ${code ?? "unknown"}` : `signal ${ended}`;
  const why = /JavaScript heap out of memory/.test(printed) ? ": out of memory" : "";
  return { message: `the process ended with ${how}${why}` };
}

/** A sandbox gives 128 and more for a child that a signal ended. */
function signalOf(code: number | null): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => number + 128 === code)?.[0];
}

/** By ids, since what is inside of a sandbox has sessions of its own; and by group, where no ids can be had. */
function end({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  killTree(pid);
  killTree(-pid);
}

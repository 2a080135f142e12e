import { spawn } from "node:child_process";
import type { Duplex } from "node:stream";
import { encodeFrame, frameReader } from "./protocol/frames.ts";
import { parseChildMessage } from "./protocol/child-message-schema.ts";
import type { CallRequest, ChildMessage } from "./protocol/messages.ts";
import type { SandboxCommand } from "./isolation/sandbox.ts";

/** A running child, as the parent sees it. */
export interface Child {
  readonly send: (request: CallRequest) => void;
  /** Ends the child and everything it started; resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

/** What a child does, as it happens. */
export interface ChildEvents {
  readonly onMessage: (message: ChildMessage) => void;
  /** Bytes that are no message: the stream is lost and the child is useless. */
  readonly onGarbage: (problem: string) => void;
  readonly onExit: (reason: string) => void;
}

/** Starts a sandboxed child with a private pipe on descriptor 3. Its stdout and stderr are read and thrown away beyond a cap. */
export function startChild(command: SandboxCommand, outputBytes: number, events: ChildEvents): Child {
  const child = spawn(command.file, command.args, {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: {},
    // A process group of its own, so that one signal reaches whatever it starts.
    detached: true,
    cwd: "/",
  });
  const output = keepTail(outputBytes, [child.stdout, child.stderr] as Duplex[]);
  const gone = new Promise<void>((resolve) => {
    child.once("error", (error) => (events.onExit(error.message), resolve()));
    child.once("exit", (code, signal) => (events.onExit(exitReason(code, signal, output())), resolve()));
  });
  const pipe = child.stdio[3] as Duplex;
  // A child that died while we write is told by its exit.
  pipe.on("error", () => undefined);
  pipe.on("data", receive(events));
  return {
    send: (request) => pipe.write(encodeFrame(request)),
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) killGroup(child.pid);
      await gone;
      pipe.destroy();
    },
  };
}

function receive(events: ChildEvents): (chunk: Uint8Array) => void {
  const reader = frameReader();
  let lost = false;
  return (chunk) => {
    if (lost) return;
    try {
      for (const frame of reader.push(chunk)) deliver(frame, events);
    } catch (error) {
      lost = true;
      events.onGarbage(error instanceof Error ? error.message : "unreadable bytes");
    }
  };
}

function deliver(frame: unknown, events: ChildEvents): void {
  const message = parseChildMessage(frame);
  if (message === undefined) throw new Error("a frame that is no message");
  events.onMessage(message);
}

function keepTail(maxBytes: number, streams: readonly Duplex[]): () => string {
  let tail = "";
  for (const stream of streams) {
    stream.on("data", (chunk: Buffer) => (tail = (tail + chunk.toString("utf8")).slice(-maxBytes)));
  }
  return () => tail;
}

function exitReason(code: number | null, signal: NodeJS.Signals | null, output: string): string {
  const how = signal === null ? `exit code ${code ?? "unknown"}` : `signal ${signal}`;
  const why = /JavaScript heap out of memory/.test(output) ? ": out of memory" : "";
  return `the process ended with ${how}${why}`;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}

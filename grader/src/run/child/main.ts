import { Socket } from "node:net";
import * as tf from "@tensorflow/tfjs-core";
import { loadEngine, type EngineChoice } from "@robustness-lab/fixtures/engine";
import { encodeFrame, frameReader, REPLY_LIMITS, REQUEST_LIMITS } from "../protocol/frames.ts";
import type { CallOutcome, CallRequest, ChildMessage } from "../protocol/messages.ts";
import { build, toTensorValue } from "../lab/build.ts";
import { closeGaps } from "./close-gaps.ts";
import { toPlain } from "./plain.ts";

/*
 * The only code of ours that shares a process with a submission. It builds arguments, calls one function at a time and
 * sends back what came of it. It knows no expected value and decides nothing.
 */

const PIPE = 3;
const MAX_TEXT = 8000;
const [engineChoice, submissionFolder, runtimeFolder] = process.argv.slice(2) as [EngineChoice, string, string];

const pipe = new Socket({ fd: PIPE, readable: true, writable: true });
const reader = frameReader(REQUEST_LIMITS);
const send = (message: ChildMessage): boolean => pipe.write(encodeFrame(message, REPLY_LIMITS));

closeGaps();
pipe.on("end", () => process.exit(0));
process.on("unhandledRejection", () => undefined);

try {
  const engine = await loadEngine(engineChoice, { wasmFolder: runtimeFolder });
  send({ kind: "ready", engine: { name: engine.name, device: engine.device } });
} catch (error) {
  send({ kind: "fault", message: String(error) });
}

pipe.on("data", (chunk: Uint8Array) => {
  for (const frame of reader.push(chunk)) {
    if (frame.status === "message") void answer(frame.message as CallRequest);
  }
});

async function answer({ id, ...request }: CallRequest): Promise<void> {
  send({ kind: "begun", id });
  const outcome = await call(request);
  try {
    sendReply({ kind: "reply", id, outcome });
  } catch (error) {
    send({ kind: "reply", id, outcome: threw(error) });
  }
}

async function call(request: Omit<CallRequest, "id">): Promise<CallOutcome> {
  try {
    const exports = (await import(`${submissionFolder}/${request.file}`)) as Record<string, unknown>;
    const found = exports[request.function];
    if (typeof found !== "function")
      return { status: "no-function", found: describeExports(exports, request.function) };
    return run(found as (...args: unknown[]) => unknown, request.args);
  } catch (error) {
    return threw(error);
  }
}

/**
 * Calls a function and disposes what it was given and what it gave. No scope is opened around it: a tensor that a module
 * keeps for later (a constant made at the first call) is the module's own.
 */
function run(called: (...args: unknown[]) => unknown, described: readonly unknown[]): CallOutcome {
  const built = described.map(build);
  const args = built.map(({ value }) => value);
  let returned: unknown;
  try {
    returned = called(...args);
    const value = toPlain(returned);
    const state = built.flatMap((argument) => argument.state.map(toTensorValue));
    return { status: "returned", value, state };
  } catch (error) {
    return threw(error);
  } finally {
    disposeAll([...args, returned, ...built.map(({ state }) => state)]);
  }
}

/** What somebody returned may throw when it is looked into. */
function disposeAll(values: readonly unknown[]): void {
  for (const value of values) {
    try {
      tf.dispose(value as tf.TensorContainer);
    } catch {
      // Its own loss.
    }
  }
}

/** Sends what the parent will be able to read. @throws Error saying why it would not */
function sendReply(message: ChildMessage): void {
  const frame = encodeFrame(message, REPLY_LIMITS);
  const [read] = frameReader(REPLY_LIMITS).push(frame);
  if (read?.status === "unreadable") throw new TypeError(`what it returned cannot be sent: ${read.problem}`);
  pipe.write(frame);
}

function threw(error: unknown): CallOutcome {
  if (!(error instanceof Error)) {
    return { status: "threw", name: "a value that is no Error", message: text(() => error), stack: "" };
  }
  const [name, message, stack] = [text(() => error.name), text(() => error.message), text(() => error.stack)];
  return { status: "threw", name, message, stack };
}

/** What somebody's getter or toString gives, which may throw instead. */
function text(value: () => unknown): string {
  try {
    return String(value()).slice(0, MAX_TEXT);
  } catch {
    return "(cannot be shown)";
  }
}

function describeExports(exports: Record<string, unknown>, wanted: string): string {
  if (wanted in exports) return `${wanted} is exported but is ${typeof exports[wanted]}, not a function`;
  const names = Object.keys(exports);
  return names.length === 0 ? "nothing is exported" : `exported are ${names.join(", ")}`.slice(0, MAX_TEXT);
}

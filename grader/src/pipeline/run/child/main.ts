import { Socket } from "node:net";
import { loadEngine, type EngineChoice } from "@robustness-lab/fixtures/engine";
import { encodeFrame, frameReader, REPLY_LIMITS, REQUEST_LIMITS } from "../protocol/frames.ts";
import type { CallOutcome, CallRequest, ChildMessage } from "../protocol/call-messages.ts";
import { closeGaps } from "./close-gaps.ts";
import { invoke, threw } from "./invoke.ts";

/*
 * The only code of ours that shares a process with a submission. It builds arguments, calls one function at a time and
 * sends back the outcome. It contains no expected value and judges nothing.
 */

const PIPE = 3;
const [engineChoice, submissionFolder, runtimeFolder] = process.argv.slice(2) as [EngineChoice, string, string];

const pipe = new Socket({ fd: PIPE, readable: true, writable: true });
const reader = frameReader(REQUEST_LIMITS);
let calls = 0;
const send = (message: ChildMessage): boolean => pipe.write(encodeFrame(message, REPLY_LIMITS));

closeGaps();
// A mistake that tfjs finds is a dozen of its frames above the student's.
Error.stackTraceLimit = 50;
pipe.on("end", () => process.exit(0));
process.on("unhandledRejection", () => undefined);

try {
  const engine = await loadEngine(engineChoice, { wasmFolder: runtimeFolder, importModule: importBundled });
  send({ kind: "ready", engine: { name: engine.name, device: engine.device } });
} catch (error) {
  send({ kind: "fault", message: String(error) });
}

pipe.on("data", (chunk: Uint8Array) => {
  for (const frame of reader.push(chunk)) {
    if (frame.status === "message") void answer(frame.message as CallRequest);
  }
});

/** Imports a native package from its bundle beside this file, see runtime.ts. */
function importBundled(packageName: string): Promise<unknown> {
  return import(`${runtimeFolder}/${packageName.replace("@tensorflow/", "")}.mjs`);
}

async function answer({ id, ...request }: CallRequest): Promise<void> {
  calls += 1;
  send({ kind: "begun", id });
  const outcome = await call(request);
  try {
    sendReply({ kind: "reply", id, calls, outcome });
  } catch (error) {
    send({ kind: "reply", id, calls, outcome: threw(error) });
  }
}

async function call({ file, function: functionName, args }: Omit<CallRequest, "id">): Promise<CallOutcome> {
  try {
    return invoke((await import(`${submissionFolder}/${file}`)) as Record<string, unknown>, functionName, args);
  } catch (error) {
    return threw(error);
  }
}

/** Sends a reply that the parent can read. @throws TypeError if the parent's limits would reject it */
function sendReply(message: ChildMessage): void {
  const frame = encodeFrame(message, REPLY_LIMITS);
  const [read] = frameReader(REPLY_LIMITS).push(frame);
  if (read?.status === "unreadable") throw new TypeError(`what it returned cannot be sent: ${read.problem}`);
  pipe.write(frame);
}

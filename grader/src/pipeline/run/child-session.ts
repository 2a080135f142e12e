import { lend } from "./lend.ts";
import { startChild, type Child } from "./child-process.ts";
import type { SandboxCommand } from "./isolation/index.ts";
import { crashed, stoppedBy, type EndObservation } from "./observation.ts";
import { encodeFrame } from "./protocol/frames.ts";
import type { CallRequest, EngineReport } from "./protocol/call-messages.ts";
import type { Limits } from "./run-limits.ts";
import {
  next,
  type Answer,
  type Call,
  type SessionEffect,
  type SessionEvent,
  type SessionState,
  type TimeLimit,
} from "./session-state.ts";

/** One life of a sandboxed child, from its start until it is stopped or dies. */
export interface Session {
  /** Makes one call; one at a time. @throws SandboxFault when the child never became ready */
  readonly request: (call: Call, timeLimit: TimeLimit) => Promise<Answer>;
  /** True while another call can be made. */
  readonly isAlive: () => boolean;
  readonly output: () => string;
  readonly close: () => Promise<void>;
}

export interface SessionOptions {
  readonly command: SandboxCommand;
  readonly limits: Limits;
  /** Returns an unguessable id. */
  readonly newId: () => string;
  readonly onEngine: (engine: EngineReport) => void;
  /** Receives a note on each forbidden action of the child. */
  readonly onIntegrity: (note: string) => void;
}

/** The child could not be started. It has not seen the submission yet, so it is a grader fault. */
class SandboxFault extends Error {
  override readonly name = "SandboxFault";
}

/** Starts a child. The parent owns the clock: a call that takes too long ends the session. */
export function startSession(options: SessionOptions): Session {
  const { command, limits, newId, onIntegrity } = options;
  const child = startChild(command, limits, {
    onMessage: (message) => dispatch(live, message),
    onStray: () => noteStray(live, "sent what is no message of the protocol"),
    onStreamLost: (problem) => {
      onIntegrity("sent a message that is too large");
      end(live, crashed(`the process was ended: ${problem}`));
    },
    onLimit: (limit) => end(live, stoppedBy(limit, limits)),
    onExit: (reason) => end(live, reason),
  });
  const live: Live = { options, child, state: { name: "starting" }, calls: 0, strays: 0 };
  setDeadline(live, limits.startMs, crashed(`it was not ready after ${limits.startMs / 1000} s`));
  return {
    isAlive: () => !("reason" in live.state),
    output: child.output,
    close: () => {
      end(live, crashed("the session was closed"));
      return child.kill();
    },
    request: (call, timeLimit) =>
      new Promise((resolve, reject) => {
        const id = newId();
        const { file, functionName } = call;
        const args = call.args.map(lend);
        const frame = encodeFrame({ kind: "call", id, file, function: functionName, args } satisfies CallRequest);
        live.caller = { resolve, reject };
        live.calls += 1;
        dispatch(live, { kind: "request", request: { id, number: live.calls, call, timeLimit, frame } });
      }),
  };
}

/** A session's state, and the targets of its effects. */
interface Live {
  readonly options: SessionOptions;
  readonly child: Child;
  state: SessionState;
  /** Requested so far. */
  calls: number;
  strays: number;
  /** Of the start, then of the call under way. */
  deadline?: NodeJS.Timeout;
  /** Waits for the answer to the last call. */
  caller?: { readonly resolve: (answer: Answer) => void; readonly reject: (fault: SandboxFault) => void };
}

function dispatch(live: Live, event: SessionEvent): void {
  const { state, effects } = next(live.state, event);
  live.state = state;
  for (const effect of effects) perform(live, effect);
}

function perform(live: Live, effect: SessionEffect): void {
  const { options, child, caller } = live;
  switch (effect.kind) {
    case "report-engine":
      clearTimeout(live.deadline);
      return options.onEngine(effect.engine);
    case "send": {
      const { timeLimit, frame } = effect.request;
      setDeadline(live, timeLimit.ms, stoppedBy(timeLimit.limit, options.limits));
      return child.send(frame);
    }
    case "answer":
      clearTimeout(live.deadline);
      return caller?.resolve(effect.answer);
    case "refuse":
      return caller?.reject(new SandboxFault(`the sandbox did not start: ${effect.reason.message}`));
    case "note-stray":
      return noteStray(live, effect.note);
    case "kill":
      clearTimeout(live.deadline);
      void child.kill();
  }
}

function end(live: Live, reason: EndObservation): void {
  dispatch(live, { kind: "end", reason });
}

function setDeadline(live: Live, ms: number, reason: EndObservation): void {
  live.deadline = setTimeout(() => end(live, reason), ms);
}

function noteStray(live: Live, note: string): void {
  const { limits, onIntegrity } = live.options;
  onIntegrity(note);
  live.strays += 1;
  if (live.strays > limits.strayMessages) end(live, stoppedBy("messages", limits));
}

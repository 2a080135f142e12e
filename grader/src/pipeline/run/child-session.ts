import { startChild, type ChildEnd } from "./child-process.ts";
import { explainOutcome } from "./explain.ts";
import type { SandboxCommand } from "./isolation/index.ts";
import { describeLimit, type LimitName, type Limits } from "./run-limits.ts";
import type { Observation } from "./observation.ts";
import type { ChildMessage, EngineReport } from "./protocol/call-messages.ts";

/** One life of a sandboxed child: from its start until it is stopped or dies. */
export interface Session {
  /** Makes one call; one at a time. @throws SandboxFault when the child never got ready */
  readonly request: (call: Call, timeLimit: TimeLimit) => Promise<Answer>;
  /** Whether another call can be made. */
  readonly isAlive: () => boolean;
  readonly output: () => string;
  readonly close: () => Promise<void>;
}

/** What came of a call, and whether the child had begun with it: if not, something earlier kept it busy. */
export interface Answer {
  readonly observation: Observation;
  readonly begun: boolean;
}

/** How long a call may take, and which of the limits that is. */
export interface TimeLimit {
  readonly ms: number;
  readonly limit: LimitName;
}

/** What to call. */
export interface Call {
  /** What the student wrote: "src/mnist/fgsm.ts". */
  readonly source: string;
  /** Its bundle, relative to the submission's folder. */
  readonly file: string;
  readonly functionName: string;
  readonly args: readonly unknown[];
}

/** What a session needs. */
export interface SessionOptions {
  readonly command: SandboxCommand;
  readonly limits: Limits;
  /** Gives ids that nobody can guess. */
  readonly newId: () => string;
  readonly onEngine: (engine: EngineReport) => void;
  /** Told what the child tried that it may not. */
  readonly onIntegrity: (note: string) => void;
}

/** The child could not be started, through no fault of the submission: it has not seen any of it yet. */
export class SandboxFault extends Error {
  override readonly name = "SandboxFault";
}

/** Starts a child. The parent owns the clock: a call that takes too long ends the session. */
export function startSession({ command, limits, newId, onEngine, onIntegrity }: SessionOptions): Session {
  let state: "starting" | "ready" = "starting";
  let ended: EndObservation | undefined;
  let outstanding: Outstanding | undefined;
  let strays = 0;
  const started = deferred();
  // Whoever waits for the start gets its failure; nobody may be waiting.
  started.promise.catch(() => undefined);

  const settle = (observation: Observation): void => {
    const settled = outstanding;
    outstanding = undefined;
    settled?.settle({ observation, begun: settled.begun });
  };

  /** The first reason counts: a child that is ended for its memory also exits. */
  const end = (observation: EndObservation): void => {
    if (ended !== undefined) return;
    ended = observation;
    clearTimeout(startTimer);
    started.reject(new SandboxFault(`the sandbox did not start: ${observation.message}`));
    settle(observation);
    void child.kill();
  };
  const endForLimit = (limit: LimitName): void => {
    end({ status: "stopped", limit, message: describeLimit(limit, limits) });
  };

  const onStray = (note: string): void => {
    onIntegrity(note);
    strays += 1;
    if (strays > limits.strayMessages) endForLimit("messages");
  };

  const onMessage = (message: ChildMessage): void => {
    if (state === "starting") return onStart(message);
    // Once it is ready the child runs code of the submission, and says nothing but what was asked for.
    if (!("id" in message) || message.id !== outstanding?.id) {
      return onStray(`sent a message "${message.kind}" that nobody asked for`);
    }
    if (message.kind === "reply")
      return settle(explainOutcome(message.outcome, outstanding.call.source, outstanding.call.functionName));
    if (outstanding.begun) return onStray('sent a message "begun" that nobody asked for');
    outstanding.begun = true;
  };

  const onStart = (message: ChildMessage): void => {
    if (message.kind !== "ready") {
      const why = message.kind === "fault" ? message.message : `it sent "${message.kind}"`;
      return end({ status: "crashed", message: why });
    }
    state = "ready";
    clearTimeout(startTimer);
    onEngine(message.engine);
    started.resolve();
  };

  const child = startChild(command, limits, {
    onMessage,
    onStray: () => onStray("sent what is no message of the protocol"),
    onStreamLost: (problem) => {
      onIntegrity("sent a message that is too large");
      end({ status: "crashed", message: `the process was ended: ${problem}` });
    },
    onLimit: endForLimit,
    onExit: (how) => end(toEndObservation(how, limits)),
  });
  const startTimer = setTimeout(() => {
    end({ status: "crashed", message: `it was not ready after ${limits.startMs / 1000} s` });
  }, limits.startMs);

  return {
    isAlive: () => ended === undefined,
    output: child.output,
    close: () => {
      end({ status: "crashed", message: "the session was closed" });
      return child.kill();
    },
    request: async (call, { ms, limit }) => {
      await started.promise;
      const id = newId();
      return new Promise((resolve) => {
        if (ended !== undefined) return resolve({ observation: ended, begun: false });
        const timer = setTimeout(() => endForLimit(limit), ms);
        outstanding = {
          id,
          call,
          begun: false,
          settle: (answer) => {
            clearTimeout(timer);
            resolve(answer);
          },
        };
        child.send({ kind: "call", id, file: call.file, function: call.functionName, args: call.args });
      });
    },
  };
}

interface Outstanding {
  readonly id: string;
  readonly call: Call;
  begun: boolean;
  readonly settle: (answer: Answer) => void;
}

type EndObservation = Extract<Observation, { readonly status: "crashed" | "stopped" }>;

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/** A promise that is settled from outside. Node 20 has no Promise.withResolvers. */
function deferred(): Deferred {
  let settle: Omit<Deferred, "promise"> | undefined;
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...(settle as unknown as Omit<Deferred, "promise">) };
}

function toEndObservation(how: ChildEnd, limits: Limits): EndObservation {
  if (how.limit === undefined) return { status: "crashed", message: how.message };
  return { status: "stopped", limit: how.limit, message: describeLimit(how.limit, limits) };
}

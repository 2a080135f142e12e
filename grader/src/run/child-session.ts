import { startChild } from "./child-process.ts";
import type { SandboxCommand } from "./isolation/sandbox.ts";
import type { Limits, Observation } from "./observation.ts";
import type { CallOutcome, ChildMessage, EngineReport } from "./protocol/messages.ts";

/** One life of a sandboxed child: from its start until it is stopped or dies. */
export interface Session {
  /** Makes one call; one at a time. @throws SandboxFault when the child never got ready */
  readonly request: (file: string, functionName: string, args: readonly unknown[]) => Promise<Observation>;
  /** Whether another call can be made. */
  readonly isAlive: () => boolean;
  readonly close: () => Promise<void>;
}

/** What a session needs. */
export interface SessionOptions {
  readonly command: SandboxCommand;
  readonly limits: Limits;
  readonly newId: () => string;
  readonly onEngine: (engine: EngineReport) => void;
  /** Told what the child tried that it may not. */
  readonly onIntegrity: (note: string) => void;
}

/** The child could not be started, through no fault of the submission. */
export class SandboxFault extends Error {
  override readonly name = "SandboxFault";
}

interface Outstanding {
  readonly id: string;
  readonly settle: (observation: Observation) => void;
}

/** Starts a child. The parent owns the clock: a call that takes too long ends the session. */
export function startSession({ command, limits, newId, onEngine, onIntegrity }: SessionOptions): Session {
  let alive = true;
  let outstanding: Outstanding | undefined;
  const started = deferred();
  // Whoever waits for the start gets its failure; nobody may be waiting.
  started.promise.catch(() => undefined);
  const startTimer = setTimeout(
    () => started.reject(new SandboxFault("the sandbox did not start in time")),
    limits.startMs,
  );

  const settle = (observation: Observation): void => {
    const settled = outstanding;
    outstanding = undefined;
    settled?.settle(observation);
  };

  const end = (observation: Observation): void => {
    alive = false;
    clearTimeout(startTimer);
    started.reject(new SandboxFault(`the sandbox did not start: ${describeEnd(observation)}`));
    settle(observation);
  };

  const onMessage = (message: ChildMessage): void => {
    switch (message.kind) {
      case "ready":
        clearTimeout(startTimer);
        onEngine(message.engine);
        return started.resolve();
      case "fault":
        return end({ status: "crashed", message: message.message });
      case "reply":
        if (message.id === outstanding?.id) return settle(toObservation(message.outcome));
        return onIntegrity("sent a reply that nobody asked for");
    }
  };

  const child = startChild(command, limits.outputBytes, {
    onMessage,
    onGarbage: (problem) => {
      onIntegrity(`wrote to the grader's pipe: ${problem}`);
      end({ status: "crashed", message: "the process sent what is no reply" });
      void child.kill();
    },
    onExit: (reason) => {
      end({ status: "crashed", message: reason });
    },
  });

  return {
    isAlive: () => alive,
    close: () => {
      alive = false;
      return child.kill();
    },
    request: async (file, functionName, args) => {
      await started.promise;
      const id = newId();
      return new Promise((resolve) => {
        const timedOut: Observation = { status: "timed-out", seconds: limits.callMs / 1000 };
        const timer = setTimeout(() => {
          end(timedOut);
        }, limits.callMs);
        outstanding = {
          id,
          settle: (observation) => {
            clearTimeout(timer);
            resolve(observation);
          },
        };
        child.send({ kind: "call", id, file, function: functionName, args });
      });
    },
  };
}

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

function describeEnd(observation: Observation): string {
  return observation.status === "crashed" ? observation.message : observation.status;
}

function toObservation(outcome: CallOutcome): Observation {
  switch (outcome.status) {
    case "returned":
      return outcome;
    case "no-function":
      return { status: "unavailable", message: outcome.found };
    case "threw": {
      const { status, name, message, stack } = outcome;
      const location = /src\/[^\s:()]+:\d+/.exec(stack)?.[0];
      return { status, name, message, ...(location === undefined ? {} : { location }) };
    }
  }
}

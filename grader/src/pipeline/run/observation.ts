import { describeLimit, type LimitName, type Limits } from "./run-limits.ts";
import type { Plain, TensorValue } from "./protocol/values.ts";

/** The result of one call on a submission. */
export type Observation =
  | {
      readonly status: "returned";
      readonly value: Plain;
      /** The state of the arguments after the call, in their order: the parameters of networks, the numbers of recorders. */
      readonly state: readonly TensorValue[];
    }
  | {
      readonly status: "threw";
      readonly name: string;
      readonly message: string;
      /** "src/mnist/fgsm.ts:12", where the stack names a file of the submission. */
      readonly location?: string;
    }
  /** The function cannot be called: its file is missing or broken, or does not export it. */
  | { readonly status: "unavailable"; readonly message: string }
  /** It ran into a limit, and its process was killed. */
  | { readonly status: "stopped"; readonly limit: LimitName; readonly message: string }
  /** The process ended by itself. */
  | { readonly status: "crashed"; readonly message: string };

/** An observation of a call whose process has ended. */
export type EndObservation = Extract<Observation, { readonly status: "crashed" | "stopped" }>;

export function crashed(message: string): EndObservation {
  return { status: "crashed", message };
}

export function stoppedBy(limit: LimitName, limits: Limits): EndObservation {
  return { status: "stopped", limit, message: describeLimit(limit, limits) };
}

/** Calls functions of one submission. */
export interface Submission {
  /**
   * Calls one function. Concurrent calls are queued.
   *
   * @param args described arguments, see arguments/described.ts
   */
  readonly call: (functionName: string, ...args: readonly unknown[]) => Promise<Observation>;
  /** Limits the time of all further calls together to `ms`, or to what is left of the limit. */
  readonly allow: (ms: number) => void;
  /** Notes on the submission's forbidden actions. */
  readonly integrity: () => readonly string[];
  /** Its output, cut to the limit: raw, untrusted text. */
  readonly output: () => string;
  /** Ends the process. */
  readonly close: () => Promise<void>;
}

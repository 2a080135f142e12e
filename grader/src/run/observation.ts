import type { Plain, TensorValue } from "./protocol/values.ts";

/** What came back from one call on a submission. */
export type Observation =
  | {
      readonly status: "returned";
      readonly value: Plain;
      /** The parameters of the networks among the arguments, as they are after the call. */
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
  | { readonly status: "timed-out"; readonly seconds: number }
  /** The process ended, or sent what is no message. */
  | { readonly status: "crashed"; readonly message: string };

/** Calls functions of one submission. */
export interface Submission {
  /** @param args described arguments, see lab/described.ts */
  readonly call: (functionName: string, ...args: readonly unknown[]) => Promise<Observation>;
  /** What the submission tried that it may not, in words. */
  readonly integrity: () => readonly string[];
  /** Ends the process. */
  readonly close: () => Promise<void>;
}

/** How long things may take, and how much may be written. */
export interface Limits {
  readonly callMs: number;
  readonly startMs: number;
  readonly submissionMs: number;
  readonly outputBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
  callMs: 20_000,
  startMs: 30_000,
  submissionMs: 600_000,
  outputBytes: 64 * 1024,
};

import type { LimitName } from "./run-limits.ts";
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
  /** It ran into a limit, and its process was ended. */
  | { readonly status: "stopped"; readonly limit: LimitName; readonly message: string }
  /** The process ended by itself. */
  | { readonly status: "crashed"; readonly message: string };

/** Calls functions of one submission. */
export interface Submission {
  /**
   * Calls one function; calls made at the same time wait for each other.
   *
   * @param args described arguments, see lab/described.ts
   */
  readonly call: (functionName: string, ...args: readonly unknown[]) => Promise<Observation>;
  /** From now on all calls together have no more than so much time, or what is left of the limit. */
  readonly allow: (ms: number) => void;
  /** What the submission tried that it may not, in words. */
  readonly integrity: () => readonly string[];
  /** What it printed, cut to the limit: raw, of anybody's making. */
  readonly output: () => string;
  /** Ends the process. */
  readonly close: () => Promise<void>;
}

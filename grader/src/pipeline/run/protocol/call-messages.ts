import type { Plain, TensorValue } from "./values.ts";

/** The engine that a process runs on. */
export interface EngineReport {
  readonly name: string;
  readonly device: string;
}

/** Parent to child: call one function of the submission. */
export interface CallRequest {
  readonly kind: "call";
  /** Random. A reply must carry the id of the outstanding request. */
  readonly id: string;
  /** The exercise file, for instance "mnist/fgsm.ts". */
  readonly file: string;
  readonly function: string;
  /** Arguments as lend returns them. */
  readonly args: readonly unknown[];
}

/** The name of what a call threw if it was no error. */
export const NO_ERROR = "no error";

/** The name of what a call threw if its function returned a tensor and autodiff failed on its way back. */
export const NO_GRADIENT = "no gradient";

/** More names than a file of the exercise exports. */
export const MAX_EXPORTS = 50;

/** The outcome of a call, as the child reports it. */
export type CallOutcome =
  | { readonly status: "returned"; readonly value: Plain; readonly state: readonly TensorValue[] }
  | { readonly status: "threw"; readonly name: string; readonly message: string; readonly stack: string }
  | { readonly status: "no-function"; readonly exports: readonly string[] };

/** Child to parent. */
export type ChildMessage =
  | { readonly kind: "ready"; readonly engine: EngineReport }
  | { readonly kind: "fault"; readonly message: string }
  /** The call was read: anything from now on is caused by it. */
  | { readonly kind: "begun"; readonly id: string }
  /** calls: how many this child has read, this one included. */
  | { readonly kind: "reply"; readonly id: string; readonly calls: number; readonly outcome: CallOutcome };

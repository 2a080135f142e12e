/** A tensor as plain data, as it crosses the pipe. */
export interface TensorValue {
  readonly $: "tensor";
  readonly shape: readonly number[];
  readonly dtype: TensorDtype;
  /** Row-major; bool as 0 and 1. */
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export type TensorDtype = "float32" | "int32" | "bool";

/** All that is said of a value that cannot cross the pipe. A submission that forges a message cannot say anything else. */
export const UNSUPPORTED = [
  "undefined",
  "a bigint",
  "a symbol",
  "a function",
  "a Promise",
  "a disposed tensor",
  "a tensor of string",
  "a tensor of complex64",
  "an object nested too deeply",
  'an object with the key "$", "__proto__" or one of more than 40 characters',
  "a list with more than 5000 values in it",
  "an object with more than 5000 values in it",
] as const;

/** A returned value that cannot cross the pipe, in words. */
export interface UnsupportedValue {
  readonly $: "unsupported";
  readonly description: (typeof UNSUPPORTED)[number];
}

/** Plain data that may contain tensors. */
export type Plain =
  | null
  | boolean
  | number
  | string
  | TensorValue
  | UnsupportedValue
  | readonly Plain[]
  | { readonly [key: string]: Plain };

export function floats(shape: readonly number[], data: ArrayLike<number>): TensorValue {
  return { $: "tensor", shape, dtype: "float32", data: new Float32Array(data) };
}

export function integers(shape: readonly number[], data: ArrayLike<number>): TensorValue {
  return { $: "tensor", shape, dtype: "int32", data: new Int32Array(data) };
}

/** The number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** A tensor as plain data, as it crosses the pipe. */
export interface TensorValue {
  readonly $: "tensor";
  readonly shape: readonly number[];
  readonly dtype: TensorDtype;
  /** Row-major; bool as 0 and 1. */
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export type TensorDtype = "float32" | "int32" | "bool";

/** A returned value that cannot cross the pipe, in words ("a Promise", "a disposed tensor"). */
export interface UnsupportedValue {
  readonly $: "unsupported";
  readonly description: string;
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

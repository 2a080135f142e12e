import type { Observation } from "../run/observation.ts";
import type { Plain, TensorValue } from "../run/protocol/values.ts";

/**
 * For float32 arithmetic in any order of operations: relative to the value, and to the largest value of the same
 * tensor, since values may cancel.
 */
const TOLERANCE = { ofTheValue: 1e-4, ofTheLargest: 1e-5 };

/** Whether two calls had the same answer, within float tolerance. A call that was stopped or crashed has no answer. */
export function isSameAnswer(one: Observation, other: Observation): boolean {
  if (one.status === "returned" && other.status === "returned") {
    return isSame(one.value, other.value) && isSame(one.state, other.state);
  }
  return one.status === "threw" && other.status === "threw" && one.name === other.name && one.message === other.message;
}

function isSame(one: Plain, other: Plain): boolean {
  if (typeof one === "number" && typeof other === "number") return areClose([one], [other]);
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  if (isTensor(one) && isTensor(other)) return isSameTensor(one, other);
  const [left, right] = [one, other] as readonly { readonly [key: string]: Plain }[];
  const keys = Object.keys(left ?? {});
  const areAlike = (key: string): boolean => isSame(left?.[key] ?? null, right?.[key] ?? null);
  return keys.length === Object.keys(right ?? {}).length && keys.every(areAlike);
}

function isTensor(value: object): value is TensorValue {
  return "$" in value && value.$ === "tensor";
}

function isSameTensor(one: TensorValue, other: TensorValue): boolean {
  const sameShape = one.shape.length === other.shape.length && one.shape.every((size, at) => size === other.shape[at]);
  return sameShape && one.dtype === other.dtype && areClose(one.data, other.data);
}

function areClose(ones: ArrayLike<number>, others: ArrayLike<number>): boolean {
  const sizes = Array.from(others, Math.abs).filter(Number.isFinite);
  const slack = TOLERANCE.ofTheLargest * sizes.reduce((most, size) => Math.max(most, size), 0);
  return Array.from(ones).every((one, at) => {
    const other = others[at] as number;
    // A tolerance relative to infinity would accept everything.
    if (!Number.isFinite(one) || !Number.isFinite(other)) return Object.is(one, other);
    return Math.abs(one - other) <= slack + TOLERANCE.ofTheValue * Math.abs(other);
  });
}

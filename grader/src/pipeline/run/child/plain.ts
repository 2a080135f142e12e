import * as tf from "@tensorflow/tfjs-core";
import type { Plain, UnsupportedValue } from "../protocol/values.ts";
import { toTensorValue } from "../arguments/build.ts";

const MAX_DEPTH = 6;
const MAX_TEXT = 2000;
const MAX_KEY = 40;
/** Fewer than the parent accepts. No correct result has more than a few dozen. */
const MAX_PARTS = 5000;

/** Converts a returned value to plain data. What cannot be sent is described in words. */
export function toPlain(value: unknown): Plain {
  const parts = { left: MAX_PARTS };
  const plain = convert(value, 0, parts);
  return parts.left < 0
    ? unsupported(`${describeLarge(value)} with more than ${MAX_PARTS} values in it` as const)
    : plain;
}

function convert(value: unknown, depth: number, parts: { left: number }): Plain {
  parts.left -= 1;
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "string") return value.slice(0, MAX_TEXT);
  if (isTensor(value)) return value.isDisposed ? unsupported("a disposed tensor") : tensorOrWords(value);
  if (typeof value !== "object") return unsupported(describePrimitive(value));
  if (typeof (value as { then?: unknown }).then === "function") return unsupported("a Promise");
  if (depth >= MAX_DEPTH) return unsupported("an object nested too deeply");
  const list = Array.isArray(value) || ArrayBuffer.isView(value) ? (value as ArrayLike<unknown>) : undefined;
  const entries = list === undefined ? Object.entries(value) : [];
  if ((list ?? entries).length > parts.left) {
    parts.left = -1;
    return null;
  }
  if (list !== undefined) return Array.from(list, (element) => convert(element, depth + 1, parts));
  const isOdd = entries.some(([key]) => key === "$" || key === "__proto__" || key.length > MAX_KEY);
  if (isOdd)
    return unsupported(`an object with the key "$", "__proto__" or one of more than ${MAX_KEY} characters` as const);
  return Object.fromEntries(entries.map(([key, entry]) => [key, convert(entry, depth + 1, parts)]));
}

function isTensor(value: unknown): value is tf.Tensor {
  return value instanceof tf.Tensor;
}

function tensorOrWords(tensor: tf.Tensor): Plain {
  if (tensor.dtype === "string" || tensor.dtype === "complex64")
    return unsupported(`a tensor of ${tensor.dtype}` as const);
  return toTensorValue(tensor);
}

function describePrimitive(value: unknown): UnsupportedValue["description"] {
  if (value === undefined) return "undefined";
  const type = typeof value;
  return type === "bigint" || type === "symbol" ? `a ${type}` : "a function";
}

function describeLarge(value: unknown): "a list" | "an object" {
  return Array.isArray(value) || ArrayBuffer.isView(value) ? "a list" : "an object";
}

function unsupported(description: UnsupportedValue["description"]): UnsupportedValue {
  return { $: "unsupported", description };
}

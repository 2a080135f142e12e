import * as tf from "@tensorflow/tfjs-core";
import type { Plain, UnsupportedValue } from "../protocol/values.ts";
import { toTensorValue } from "../lab/build.ts";

const MAX_DEPTH = 6;
const MAX_TEXT = 2000;

/** What a function returned, as plain data; what cannot be sent is described in words. */
export function toPlain(value: unknown, depth = 0): Plain {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "string") return value.slice(0, MAX_TEXT);
  if (isTensor(value)) return value.isDisposed ? unsupported("a disposed tensor") : tensorOrWords(value);
  if (typeof value !== "object") return unsupported(describePrimitive(value));
  if (typeof (value as { then?: unknown }).then === "function") return unsupported("a Promise");
  if (depth >= MAX_DEPTH) return unsupported("an object nested too deeply");
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Array.from(value as ArrayLike<unknown>, (element) => toPlain(element, depth + 1));
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toPlain(entry, depth + 1)]));
}

function isTensor(value: unknown): value is tf.Tensor {
  return value instanceof tf.Tensor;
}

function tensorOrWords(tensor: tf.Tensor): Plain {
  if (tensor.dtype === "string" || tensor.dtype === "complex64") return unsupported(`a tensor of ${tensor.dtype}`);
  return toTensorValue(tensor);
}

function describePrimitive(value: unknown): string {
  return value === undefined ? "undefined" : `a ${typeof value}`;
}

function unsupported(description: string): UnsupportedValue {
  return { $: "unsupported", description };
}

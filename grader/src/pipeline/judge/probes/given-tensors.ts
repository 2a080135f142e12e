import type { TensorValue } from "../../run/protocol/values.ts";
import { keep } from "./images.ts";

/** Described tensors by name. */
export type GivenTensors = Readonly<Record<string, unknown>>;

/** Tensors as arguments that the caller keeps; claimKept judges what became of them. */
export function keepEach(tensors: Readonly<Record<string, TensorValue>>): GivenTensors {
  return mapValues(tensors, keep);
}

/** Tensors as arguments whose gradients come back as state, in their order. */
export function differentiateEach(tensors: Readonly<Record<string, TensorValue>>): GivenTensors {
  return mapValues(tensors, (value) => ({ $: "differentiated", value }));
}

function mapValues(tensors: Readonly<Record<string, TensorValue>>, map: (tensor: TensorValue) => unknown) {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, map(tensor)]));
}

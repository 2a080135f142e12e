import type { Observation } from "../../run/observation.ts";
import type { TensorValue } from "../../run/protocol/values.ts";
import { claim } from "../claims.ts";

/* The tensors that a call is given: the caller keeps them, and may ask for their gradients. */

/** Described tensors by name. */
export type GivenTensors = Readonly<Record<string, unknown>>;

/** A tensor as an argument that the caller keeps; claimKept judges what became of it. */
export function keep(value: TensorValue) {
  return { $: "kept", value } as const;
}

/** Tensors as arguments that the caller keeps; claimKept judges what became of them. */
export function keepEach(tensors: Readonly<Record<string, TensorValue>>): GivenTensors {
  return mapValues(tensors, keep);
}

/** Tensors as arguments whose gradients come back as state, in their order. */
export function differentiateEach(tensors: Readonly<Record<string, TensorValue>>): GivenTensors {
  return mapValues(tensors, (value) => ({ $: "differentiated", value }));
}

/** Claims that the tensors that the caller keeps are alive and unchanged after the call, in the order of the arguments. */
export function claimKept(observation: Observation, kept: Readonly<Record<string, TensorValue>>, asked: string): void {
  if (observation.status !== "returned") return;
  Object.entries(kept).forEach(([name, { data }], place) => {
    const after = observation.state[place]?.data ?? [];
    claim(after.length > 0, `${asked}: disposed of the given ${name}`);
    const isSame = data.every((value: number, index: number) => value === after[index]);
    claim(isSame, `${asked}: changed the given ${name}`);
  });
}

/** Claims that the batches of a call with `kept` are alive after it. @param state what came back for them */
export function claimAlive(state: readonly TensorValue[], asked: string): void {
  claim(
    state.every(({ data }) => data.every((flag: number) => flag === 1)),
    `${asked}: the tensors of a batch were disposed of: they are the caller's, and an attack may return its input`,
  );
}

function mapValues(tensors: Readonly<Record<string, TensorValue>>, map: (tensor: TensorValue) => unknown) {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, map(tensor)]));
}

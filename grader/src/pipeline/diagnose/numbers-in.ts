import type { Observation } from "../run/observation.ts";
import type { Plain, TensorValue } from "../run/protocol/values.ts";

type Returned = Extract<Observation, { readonly status: "returned" }>;

/** All numbers of an answer and of the state after it, in order. */
export function numbersIn({ value, state }: Returned): readonly number[] {
  return [value, ...state].flatMap(numbersOf);
}

function numbersOf(value: Plain): readonly number[] {
  if (typeof value === "number") return [value];
  if (typeof value === "boolean") return [Number(value)];
  if (typeof value !== "object" || value === null) return [];
  if (isTensorValue(value)) return Array.from(value.data);
  if (Array.isArray(value)) return value.flatMap((part) => numbersOf(part as Plain));
  // In whichever order a submission gives them.
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.flatMap(([, part]) => numbersOf(part as Plain));
}

export function isTensorValue(value: unknown): value is TensorValue {
  return typeof value === "object" && value !== null && "$" in value && value.$ === "tensor";
}

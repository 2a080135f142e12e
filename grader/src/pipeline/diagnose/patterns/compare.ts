import type { RecordedCall } from "../../judge/recorded-calls.ts";
import type { Observation } from "../../run/observation.ts";
import { sizeOf, type Plain, type TensorValue } from "../../run/protocol/values.ts";
import { isTensorValue } from "../numbers-in.ts";
import { baseOf, namedArguments, numberAt, tensorAt, type NamedArguments } from "./arguments.ts";

/*
 * The submission's answer beside the reference's to the same call. Answers of submissions are untrusted: of any shape, size
 * and kind of number.
 */

/** Numbers of an answer: a returned tensor, number or list, a field of a returned object, or a parameter after the call. */
export interface Part {
  /** "value", the name of a field, or "state 0", "state 1", ... */
  readonly name: string;
  readonly kind: "tensor" | "number" | "list";
  readonly shape: readonly number[];
  readonly mine: readonly number[];
  readonly right: readonly number[];
  /** What the answer is a displacement of, if it has that meaning. */
  readonly base?: readonly number[];
  /** null: near the tolerance, or one of several right answers. */
  readonly isWrong: readonly (boolean | null)[];
}

interface Common {
  readonly call: RecordedCall;
  readonly args: NamedArguments;
}

/** "form": not the form of the right answer, such as another shape. "unknown": cannot be compared. */
export type Comparison = Common &
  (
    | { readonly kind: "values"; readonly parts: readonly Part[] }
    | { readonly kind: "form"; readonly mine: readonly Form[]; readonly right: readonly Form[] }
    | { readonly kind: "threw" | "did-not-throw" | "both-threw" | "unknown" }
  );

/** A part without its numbers. */
export type Form = Pick<Part, "name" | "kind" | "shape"> & {
  readonly numbers: readonly number[];
  /** Other types than bool are told apart by no one. */
  readonly isBoolean?: boolean;
};

/** Compares one answer with the reference's. */
export function compare(call: RecordedCall, reference: Observation | undefined): Comparison {
  const common = { call, args: namedArguments(call) };
  const { observation } = call;
  if (observation.status === "threw" && reference?.status === "threw") return { ...common, kind: "both-threw" };
  if (observation.status === "threw" && reference?.status === "returned") return { ...common, kind: "threw" };
  if (observation.status !== "returned" || reference === undefined) return { ...common, kind: "unknown" };
  if (reference.status === "threw") return { ...common, kind: "did-not-throw" };
  if (reference.status !== "returned") return { ...common, kind: "unknown" };
  const [mine, right] = [formsOf(observation), formsOf(reference)];
  if (!haveSameForm(mine, right)) return { ...common, kind: "form", mine, right };
  return { ...common, kind: "values", parts: right.map((form, index) => partOf(common, mine[index] as Form, form)) };
}

/** Whether any number of the answer is wrong; false if all are right; null if it cannot be said. */
export function isWrong(comparison: Comparison): boolean | null {
  switch (comparison.kind) {
    case "values": {
      const all = comparison.parts.flatMap((part) => part.isWrong);
      return all.includes(true) ? true : all.includes(null) ? null : false;
    }
    case "both-threw":
      return false;
    case "unknown":
      return null;
    case "form":
    case "threw":
    case "did-not-throw":
      return true;
  }
}

function formsOf({ value, state }: Extract<Observation, { status: "returned" }>): readonly Form[] {
  return [...formsIn("value", value), ...state.flatMap((tensor, index) => formsIn(`state ${index}`, tensor))];
}

function formsIn(name: string, value: Plain): readonly Form[] {
  if (typeof value === "number") return [{ name, kind: "number", shape: [], numbers: [value] }];
  if (isTensorValue(value) && isSound(value)) {
    const isBoolean = value.dtype === "bool";
    return [{ name, kind: "tensor", shape: value.shape, numbers: Array.from(value.data, Number), isBoolean }];
  }
  if (Array.isArray(value) && value.every((entry) => typeof entry === "number")) {
    return [{ name, kind: "list", shape: [value.length], numbers: value }];
  }
  if (typeof value !== "object" || value === null || "$" in value || Array.isArray(value)) return [];
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.flatMap(([key, part]) => formsIn(name === "value" ? key : `${name} ${key}`, part));
}

function isSound({ shape, data }: TensorValue): boolean {
  return data.length === sizeOf(shape);
}

function haveSameForm(one: readonly Form[], other: readonly Form[]): boolean {
  return (
    one.length === other.length &&
    one.every((form, index) => {
      const { name, kind, shape, isBoolean } = other[index] as Form;
      const isSameKind = form.kind === kind && form.isBoolean === isBoolean;
      return form.name === name && isSameKind && isSameShape(form.shape, shape);
    })
  );
}

function isSameShape(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((size, axis) => size === other[axis]);
}

function partOf({ call, args }: Common, mine: Form, right: Form): Part {
  const base = baseOf(call.functionName, args);
  const numbers = base !== undefined && isSameShape(base.shape, right.shape) ? Array.from(base.data) : undefined;
  const skips = ambiguous(call.functionName, args, right, mine.numbers);
  const slack = slackOf(mine.name, args, right.numbers);
  return {
    name: right.name,
    kind: right.kind,
    shape: right.shape,
    mine: mine.numbers,
    right: right.numbers,
    ...(numbers === undefined ? {} : { base: numbers }),
    isWrong: right.numbers.map((number, index) =>
      skips(index) ? null : differs(mine.numbers[index] as number, number, slack),
    ),
  };
}

/** Float32 in any order of operations; beyond CLEARLY times it a difference is a mistake, in between it is not known. */
const RELATIVE = 2e-5;
const OF_THE_LARGEST = 5e-6;
const CLEARLY = 5;

function differs(mine: number, right: number, slack: number): boolean | null {
  if (!Number.isFinite(mine) || !Number.isFinite(right)) return !Object.is(mine, right);
  const difference = Math.abs(mine - right);
  const allowed = slack + RELATIVE * Math.abs(right);
  return difference <= allowed ? false : difference > CLEARLY * allowed ? true : null;
}

function slackOf(name: string, args: NamedArguments, right: readonly number[]): number {
  const largest = right.reduce(
    (most, number) => (Number.isFinite(number) ? Math.max(most, Math.abs(number)) : most),
    0,
  );
  // Steps may be as short as alpha, and small answers may be all that there is.
  const alpha = numberAt(args, "alpha");
  if (alpha !== undefined) return 1e-5 * alpha;
  return OF_THE_LARGEST * largest + (name === "value" && largest < 1e-3 ? 0 : 1e-7);
}

/** The entries of an answer that may have one of several right values, by index. */
function ambiguous(
  functionName: string,
  args: NamedArguments,
  right: Form,
  mine: readonly number[],
): (index: number) => boolean {
  const isNumber = (index: number): boolean => Number.isFinite(mine[index]);
  switch (functionName) {
    case "randomStartLinf":
    case "randomStartL2":
      return () => true;
    case "lenet":
      return () => args["dropoutSeed"] !== undefined;
    case "innerMaximiserL2":
      return (index) => isNumber(index) && (tensorAt(args, "w")?.data.every((weight) => weight === 0) ?? true);
    case "innerMaximiserLinf": {
      const w = tensorAt(args, "w")?.data ?? [];
      return (index) => isNumber(index) && w[index % Math.max(1, w.length)] === 0;
    }
    case "fgsm": {
      // Where the gradient is 0, or rounding noise, any step within epsilon is accepted.
      const images = tensorAt(args, "images")?.data ?? [];
      return (index) =>
        isNumber(index) &&
        right.numbers[index] === images[index] &&
        right.numbers[index] !== 0 &&
        right.numbers[index] !== 1;
    }
    default:
      return () => false;
  }
}

import type { Observation } from "../run/observation.ts";
import { EXERCISES, NotImplementedError } from "@robustness-lab/fixtures/exercises";
import { quoted } from "../../shared/quote.ts";
import { NO_ERROR, NO_GRADIENT } from "../run/protocol/call-messages.ts";
import { sizeOf, type Plain, type TensorDtype, type TensorValue } from "../run/protocol/values.ts";
import { ClaimFailure } from "./check.ts";

/** |actual - expected| <= absolute + relative |expected| */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** For float32 arithmetic in any order of operations: a few dozen roundings of 6e-8, and cancellation near zero. */
export const FLOAT32: Tolerance = { relative: 1e-4, absolute: 1e-6 };

/** A tensor's values, row-major, and its shape. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Messages quote the submission, which could otherwise fill a report. */
const MAX_MESSAGE = 3000;

/** Fails the check. @param message the call and its result, never an expected value */
export function fail(message: string): never {
  throw new ClaimFailure(cut(message));
}

function failWithoutAnswer(message: string): never {
  throw new ClaimFailure(cut(message), true);
}

function cut(message: string): string {
  return message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
}

/**
 * Judges every case, even after a failure, because a diagnosis needs all answers. Then fails with the first failure.
 */
export async function claimEach<T>(cases: Iterable<T>, judge: (one: T) => Promise<void>): Promise<void> {
  let first: ClaimFailure | undefined;
  for (const one of cases) {
    try {
      await judge(one);
    } catch (error) {
      if (!(error instanceof ClaimFailure)) throw error;
      first ??= error;
    }
  }
  if (first !== undefined) throw first;
}

/** Fails the check unless the claim holds. */
export function claim(holds: boolean, message: string): void {
  if (!holds) fail(message);
}

/** The value that a call returned; any other outcome fails the check. @param asked the call in words */
export function returned(observation: Observation, asked: string): Plain {
  switch (observation.status) {
    case "returned":
      return observation.value;
    case "threw":
      return failWithoutAnswer(describeThrown(observation, asked));
    case "unavailable":
    case "stopped":
    case "crashed":
      return failWithoutAnswer(`${asked}: ${observation.message}`);
  }
}

/** Claims that a call threw an error. @param asked the call in words, and why it must throw @param name any by default */
export function claimThrows(observation: Observation, asked: string, name?: string): void {
  if (observation.status === "threw") {
    return claim(name === undefined || observation.name === name, describeThrown(observation, asked));
  }
  fail(
    `${asked}: expected ${name === undefined ? "an error" : `a ${name}`}, got ${inWords(returned(observation, asked))}`,
  );
}

/** The messages of the template's stubs. */
const STUBS: ReadonlySet<string> = new Set(
  EXERCISES.flatMap(({ id, functions }) => functions.map((name) => new NotImplementedError(`${id} ${name}`).message)),
);

function describeThrown(thrown: Extract<Observation, { status: "threw" }>, asked: string): string {
  const { name, message, location } = thrown;
  if (name === NO_GRADIENT) return `${asked}: no gradient flows through it, because autodiff threw ${quoted(message)}`;
  // A stub's message needs no context. Any other message is quoted as the submission's, since it may say anything.
  if (STUBS.has(message)) return message;
  const where = location === undefined ? "" : ` (at ${location})`;
  return `${asked}: threw ${quoted(name === NO_ERROR ? message : `${name}: ${message}`)}${where}`;
}

/**
 * The tensor that a call returned; fails the check unless it has the shape and one of the types, and is finite.
 */
export function returnedTensor(
  observation: Observation,
  asked: string,
  shape: readonly number[],
  dtypes: readonly TensorDtype[] = NUMERIC,
): Numbers {
  return tensorOf(returned(observation, asked), asked, shape, dtypes);
}

const NUMERIC: readonly TensorDtype[] = ["float32", "int32"];

/** As returnedTensor, for one part of the returned value. */
export function tensorOf(
  value: Plain | undefined,
  asked: string,
  shape: readonly number[],
  dtypes: readonly TensorDtype[] = NUMERIC,
): Numbers {
  if (!isTensor(value)) return fail(`${asked}: expected a tensor of shape ${inBrackets(shape)}, got ${inWords(value)}`);
  const sameShape = value.shape.length === shape.length && value.shape.every((size, axis) => size === shape[axis]);
  claim(sameShape, `${asked}: the shape is ${inBrackets(value.shape)}, expected ${inBrackets(shape)}`);
  claim(dtypes.includes(value.dtype), `${asked}: the type is ${value.dtype}, expected ${dtypes.join(" or ")}`);
  const values = Array.from(value.data, Number);
  const odd = values.findIndex((entry) => !Number.isFinite(entry));
  if (odd !== -1) fail(`${asked}: the value ${placeOf(odd, shape)} is ${values[odd]}, expected finite numbers`);
  return { shape, values };
}

/** The finite JavaScript number that a call returned. */
export function returnedNumber(observation: Observation, asked: string): number {
  const value = returned(observation, asked);
  if (typeof value !== "number") return fail(`${asked}: expected a number, got ${inWords(value)}`);
  claim(Number.isFinite(value), `${asked}: returned ${value}, expected a finite number`);
  return value;
}

/** The value of the scalar tensor that a call returned. */
export function returnedScalar(observation: Observation, asked: string): number {
  return returnedTensor(observation, asked, []).values[0] as number;
}

/** The gradient of the sum of what a call returned with respect to one of its differentiated arguments. */
export interface AskedGradient {
  /** The argument in words: "the images". */
  readonly of: string;
  readonly shape: readonly number[];
  /** Its place among the differentiated arguments. */
  readonly place?: number;
}

/** A gradient that came back; fails the check unless it flows and is finite. Judge the returned value first. */
export function returnedGradient(
  observation: Observation,
  asked: string,
  { of, shape, place = 0 }: AskedGradient,
): Numbers {
  returned(observation, asked);
  const gradient = observation.status === "returned" ? observation.state[place] : undefined;
  const flows = gradient !== undefined && gradient.data.length > 0;
  claim(flows, `${asked}: no gradient flows back to ${of}: use tfjs operations, not plain numbers, on the way`);
  return tensorOf(gradient, `the gradient of ${asked} in ${of}`, shape, ["float32"]);
}

/** A returned list of finite numbers, of any length unless one is given. */
export function numbersOf(value: Plain | undefined, asked: string, length?: number): readonly number[] {
  if (!Array.isArray(value)) return fail(`${asked}: expected a list of numbers, got ${inWords(value)}`);
  const list = value as readonly Plain[];
  claim(length === undefined || list.length === length, `${asked}: expected ${length} numbers, got ${list.length}`);
  const odd = list.findIndex((entry) => typeof entry !== "number" || !Number.isFinite(entry));
  if (odd !== -1) fail(`${asked}: entry ${odd} is ${inWords(list[odd])}, expected a finite number`);
  return list as readonly number[];
}

/** Claims that every value is close to the expected one; the message has the largest difference and the tolerance. */
export function claimClose(
  actual: Numbers,
  expected: ArrayLike<number>,
  asked: string,
  tolerance: Tolerance = FLOAT32,
): void {
  if (expected.length !== actual.values.length)
    throw new RangeError(`${expected.length} values are expected of ${asked}`);
  // NaN as an expected value is a bug in the judge, and would fail every submission.
  if (!Array.from(expected).every(Number.isFinite)) throw new RangeError(`no finite values are expected of ${asked}`);
  let worst = { excess: 0, index: -1, difference: 0 };
  actual.values.forEach((value, index) => {
    const wanted = expected[index] as number;
    const difference = Math.abs(value - wanted);
    const excess = difference - tolerance.absolute - tolerance.relative * Math.abs(wanted);
    if (!(excess <= worst.excess)) worst = { excess, index, difference };
  });
  if (worst.index === -1) return;
  const isOne = actual.shape.length === 0;
  const place = isOne ? "" : ` ${placeOf(worst.index, actual.shape)}`;
  fail(
    `${asked}: off by${isOne ? "" : " up to"} ${show(worst.difference)}${place} (allowed: ${describeTolerance(tolerance)})`,
  );
}

function describeTolerance({ relative, absolute }: Tolerance): string {
  const share = `${Number((100 * relative).toPrecision(3))} % of the value`;
  if (relative === 0) return show(absolute);
  return absolute === 0 ? share : `${show(absolute)} plus ${share}`;
}

/** Claims that one number is close to the expected one. */
export function claimNumberClose(
  actual: number,
  expected: number,
  asked: string,
  tolerance: Tolerance = FLOAT32,
): void {
  claimClose({ shape: [], values: [actual] }, [expected], asked, tolerance);
}

/** An index as coordinates in a tensor: "at [2, 5]". */
function placeOf(index: number, shape: readonly number[]): string {
  if (shape.length === 0) return "in its value";
  const place: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    place.unshift(rest % (shape[axis] as number));
    rest = Math.floor(rest / (shape[axis] as number));
  }
  return `at [${place.join(", ")}]`;
}

/** A number with three significant digits. */
export function show(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value);
}

function inBrackets(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

function isTensor(value: Plain | undefined): value is TensorValue {
  if (typeof value !== "object" || value === null || !("$" in value) || value["$"] !== "tensor") return false;
  const { data, shape } = value as TensorValue;
  const isTyped = data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint8Array;
  return isTyped && data.length === sizeOf(shape);
}

function inWords(value: Plain | undefined): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "object" && "$" in value) {
    if (isTensor(value)) return `a tensor of shape ${inBrackets(value.shape)}`;
    return value["$"] === "unsupported" ? String((value as { description?: unknown }).description) : "an object";
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" ? `an object with ${quotedKeys(value) || "no keys"}` : `a ${typeof value}`;
}

function quotedKeys(value: object): string {
  return Object.keys(value)
    .map((key) => quoted(key))
    .join(", ");
}

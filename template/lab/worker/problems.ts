import type { Tensor } from "@tensorflow/tfjs-core";
import { exerciseOf } from "@robustness-lab/fixtures";
import { toThrownError } from "../shared/errors.ts";
import type { Problem } from "../shared/worker-messages.ts";

/** A prerequisite of a result is missing. */
export class Unmet extends Error {
  override readonly name = "Unmet";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`unmet: ${problem.kind}`);
    this.problem = problem;
  }
}

/** Asserts that a function returned a tensor of this shape. @throws TypeError that names the function */
export function assertReturned(name: string, value: unknown, shape: readonly number[]): asserts value is Tensor {
  const found = shapeOf(value);
  if (found === `[${shape.join(", ")}]`) return;
  throw new TypeError(`${name} returned ${found}, expected a tensor of shape [${shape.join(", ")}]`);
}

/** Converts a thrown value to a problem. A stub's error names its exercise, even if another function called it. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Unmet) return error.problem;
  const thrown = toThrownError(error);
  const stub = thrown.name === "NotImplementedError" ? /Exercise \S+ (\w+)/.exec(thrown.message)?.[1] : undefined;
  if (stub === undefined) return { kind: "error", error: thrown };
  const { id, file } = exerciseOf(stub);
  return { kind: "waiting", functions: [{ exercise: id, name: stub, file }] };
}

function shapeOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return value === undefined ? "nothing" : `a ${typeof value}`;
  if (!("shape" in value) || !Array.isArray(value.shape)) return "an object that is not a tensor";
  return "isDisposed" in value && value.isDisposed === true ? "a disposed tensor" : `[${value.shape.join(", ")}]`;
}

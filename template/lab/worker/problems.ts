import type { Tensor } from "@tensorflow/tfjs-core";
import { exerciseOf } from "@robustness-lab/fixtures";
import type { Problem, ThrownError } from "../shared/messages.ts";

/** Something that a result needs is not there. */
export class Unmet extends Error {
  override readonly name = "Unmet";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`unmet: ${problem.kind}`);
    this.problem = problem;
  }
}

/** What is thrown may be anything. */
export function thrownError(error: unknown): ThrownError {
  if (!(error instanceof Error)) return { name: "Error", message: `thrown: ${String(error)}`, stack: "" };
  return { name: error.name, message: error.message, stack: error.stack ?? "" };
}

/** Asserts the shape of what a function returned: shape before value. @throws TypeError naming the function */
export function assertReturned(name: string, value: unknown, shape: readonly number[]): asserts value is Tensor {
  const found = shapeOf(value);
  if (found === `[${shape.join(", ")}]`) return;
  throw new TypeError(`${name} returned ${found}, expected a tensor of shape [${shape.join(", ")}]`);
}

/** What was thrown, as the page shows it. A stub says which exercise it waits for, whoever called it. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Unmet) return error.problem;
  const thrown = thrownError(error);
  const stub = thrown.name === "NotImplementedError" ? /Exercise \S+ (\w+)/.exec(thrown.message)?.[1] : undefined;
  if (stub === undefined) return { kind: "error", error: thrown };
  const { id, file } = exerciseOf(stub);
  return { kind: "waiting", functions: [{ exercise: id, name: stub, file }] };
}

function shapeOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return value === undefined ? "nothing" : `a ${typeof value}`;
  if (!("shape" in value) || !Array.isArray(value.shape)) return "no tensor";
  return "isDisposed" in value && value.isDisposed === true
    ? "a tensor that is disposed of"
    : `[${value.shape.join(", ")}]`;
}

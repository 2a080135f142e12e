import * as tf from "@tensorflow/tfjs-core";
import { build } from "../arguments/build.ts";
import { MAX_EXPORTS, NO_ERROR, NO_GRADIENT, type CallOutcome } from "../protocol/call-messages.ts";
import { callDifferentiated, NoGradientError } from "./differentiate.ts";
import { toPlain } from "./plain.ts";

const MAX_TEXT = 8000;
const MAX_NAME = 100;

/** Calls one function of a module with described arguments. @returns the outcome as plain data */
export function invoke(
  exports: Readonly<Record<string, unknown>>,
  functionName: string,
  described: readonly unknown[],
): CallOutcome {
  const found = exports[functionName];
  if (typeof found !== "function") return { status: "no-function", exports: namesOf(exports, functionName) };
  return run(found as (...args: unknown[]) => unknown, described);
}

/**
 * Calls a function, then disposes its arguments and its result. There is no tf.tidy around it, because a module may keep
 * a tensor for later calls (a cached constant).
 */
function run(called: (...args: unknown[]) => unknown, described: readonly unknown[]): CallOutcome {
  const built = described.map(build);
  const args = built.map(({ value }) => value);
  const wanted = built.flatMap(({ state }) => state.flatMap(({ differentiated = [] }) => differentiated));
  let returned: unknown;
  try {
    returned = wanted.length === 0 ? called(...args) : callDifferentiated(() => called(...args), wanted);
    const value = toPlain(returned);
    const state = built.flatMap((argument) => argument.state.map(({ read }) => read()));
    return { status: "returned", value, state };
  } catch (error) {
    return threw(error);
  } finally {
    disposeAll([...args, returned]);
    for (const { state } of built) for (const { dispose } of state) dispose();
  }
}

/** Disposes values that may throw when they are inspected. */
function disposeAll(values: readonly unknown[]): void {
  for (const value of values) {
    try {
      tf.dispose(value as tf.TensorContainer);
    } catch {
      // Then it stays undisposed.
    }
  }
}

/** Describes a thrown value, which need not be an error. */
export function threw(error: unknown): CallOutcome {
  if (!(error instanceof Error)) return { status: "threw", name: NO_ERROR, message: text(() => error), stack: "" };
  const [message, stack] = [text(() => error.message), text(() => error.stack)];
  return { status: "threw", name: nameOf(error), message, stack };
}

/** The error's name, unless the submission gave it one of ours. */
function nameOf(error: Error): string {
  if (error instanceof NoGradientError) return NO_GRADIENT;
  const name = text(() => error.name);
  return name === NO_GRADIENT || name === NO_ERROR ? "Error" : name;
}

/** The result of a getter or toString of the submission, which may throw. */
function text(value: () => unknown): string {
  try {
    return String(value()).slice(0, MAX_TEXT);
  } catch {
    return "(cannot be shown)";
  }
}

function namesOf(exports: Readonly<Record<string, unknown>>, wanted: string): readonly string[] {
  if (wanted in exports) return [wanted];
  return Object.keys(exports)
    .slice(0, MAX_EXPORTS)
    .map((name) => name.slice(0, MAX_NAME));
}

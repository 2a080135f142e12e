import * as tf from "@tensorflow/tfjs-core";
import { build } from "../arguments/build.ts";
import type { CallOutcome } from "../protocol/call-messages.ts";
import { callDifferentiated } from "./differentiate.ts";
import { toPlain } from "./plain.ts";

const MAX_TEXT = 8000;

/** Calls one function of a module with described arguments. @returns the outcome as plain data */
export function invoke(
  exports: Readonly<Record<string, unknown>>,
  functionName: string,
  described: readonly unknown[],
): CallOutcome {
  const found = exports[functionName];
  if (typeof found !== "function") return { status: "no-function", found: describeExports(exports, functionName) };
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
  if (!(error instanceof Error)) {
    return { status: "threw", name: "a value that is no Error", message: text(() => error), stack: "" };
  }
  const [name, message, stack] = [text(() => error.name), text(() => error.message), text(() => error.stack)];
  return { status: "threw", name, message, stack };
}

/** The result of a getter or toString of the submission, which may throw. */
function text(value: () => unknown): string {
  try {
    return String(value()).slice(0, MAX_TEXT);
  } catch {
    return "(cannot be shown)";
  }
}

function describeExports(exports: Readonly<Record<string, unknown>>, wanted: string): string {
  if (wanted in exports) return `${wanted} is exported but is ${typeof exports[wanted]}, not a function`;
  const names = Object.keys(exports);
  return names.length === 0 ? "nothing is exported" : `exported are ${names.join(", ")}`.slice(0, MAX_TEXT);
}

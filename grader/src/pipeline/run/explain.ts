import type { CallOutcome } from "./protocol/call-messages.ts";
import type { Observation } from "./observation.ts";

/** The packages that a submission may import, by their file in the runtime. */
const PACKAGES: ReadonlyMap<string, string> = new Map([
  ["tfjs-core", "@tensorflow/tfjs-core"],
  ["tfjs-layers", "@tensorflow/tfjs-layers"],
  ["fixtures", "@robustness-lab/fixtures"],
]);
const NO_SUCH_EXPORT =
  /^The requested module '[^']*\/runtime\/([\w-]+)\.mjs' does not provide an export named '([^']+)'/;
/** Bounded, because a stack is up to 8000 characters of untrusted text. */
const LOCATION = /src\/[^\s:()]{1,200}:\d{1,6}/;

/**
 * Explains the outcome of a call to the student, with the names of the student's files instead of ours.
 *
 * @param source the file of the called function, "src/mnist/fgsm.ts"
 */
export function explainOutcome(outcome: CallOutcome, source: string, functionName: string): Observation {
  switch (outcome.status) {
    case "returned":
      return outcome;
    case "no-function":
      return { status: "unavailable", message: `${source} exports no function ${functionName}; ${outcome.found}` };
    case "threw": {
      const { status, name, message, stack } = outcome;
      const missing = NO_SUCH_EXPORT.exec(message);
      if (missing !== null) return { status: "unavailable", message: `${source}: ${describeMissing(missing)}` };
      const location = LOCATION.exec(stack)?.[0];
      return { status, name, message, ...(location === undefined ? {} : { location }) };
    }
  }
}

function describeMissing([, file = "", name = ""]: readonly string[]): string {
  const from = PACKAGES.get(file) ?? file;
  const advice = name === "default" ? `; write import * as tf from "${from}"` : "";
  return `"${from}" has no export "${name}"${advice}`;
}

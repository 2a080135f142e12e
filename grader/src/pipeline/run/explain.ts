import { quoted } from "../../shared/quote.ts";
import type { CallOutcome } from "./protocol/call-messages.ts";
import type { Observation } from "./observation.ts";

/** Bounded, because a stack is up to 8000 characters of untrusted text. */
const LOCATIONS = /(src\/[^\s:()]{1,200}):\d{1,6}/g;

/** The called function. */
interface Called {
  readonly source: string;
  readonly sources: readonly string[];
  readonly functionName: string;
}

/** Explains the outcome of a call to the student, with the names of the student's files instead of ours. */
export function explainOutcome(outcome: CallOutcome, { source, sources, functionName }: Called): Observation {
  switch (outcome.status) {
    case "returned":
      return outcome;
    case "no-function":
      return { status: "unavailable", message: describeExports(outcome.exports, source, functionName) };
    case "threw": {
      const { status, name, message, stack } = outcome;
      // A stack may name any file; only one of the bundle's is a fact.
      const location = [...stack.matchAll(LOCATIONS)].find(([, file = ""]) => sources.includes(file))?.[0];
      return { status, name, message, ...(location === undefined ? {} : { location }) };
    }
  }
}

function describeExports(exports: readonly string[], source: string, wanted: string): string {
  if (exports.includes(wanted)) return `${source} exports ${wanted}, which is not a function`;
  const found =
    exports.length === 0 ? "nothing is exported" : `exported are ${exports.map((name) => quoted(name)).join(", ")}`;
  return `${source} exports no function ${wanted}; ${found}`;
}

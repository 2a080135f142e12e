import { syncBuiltinESMExports } from "node:module";
import traceEvents from "node:trace_events";
import v8 from "node:v8";

/**
 * Removes ways to write files despite Node's permission model: V8's flags (--redirect-code-traces-to and others) and the
 * trace log. Not a security boundary, since it runs in the submission's own process: bubblewrap is the boundary.
 */
export function closeGaps(): void {
  const refuse = (): never => {
    throw new Error("not allowed here");
  };
  v8.setFlagsFromString = refuse;
  traceEvents.createTracing = refuse;
  syncBuiltinESMExports();
}

import { syncBuiltinESMExports } from "node:module";
import traceEvents from "node:trace_events";
import v8 from "node:v8";

/**
 * Takes away what writes files past Node's permission model: V8's own flags (--redirect-code-traces-to and its like) and
 * the trace log. No boundary, since it lives among what it keeps out: bubblewrap is that.
 */
export function closeGaps(): void {
  const refuse = (): never => {
    throw new Error("not allowed here");
  };
  v8.setFlagsFromString = refuse;
  traceEvents.createTracing = refuse;
  syncBuiltinESMExports();
}

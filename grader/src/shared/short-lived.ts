import v8 from "node:v8";

/** Node 20 counts the bytes of bytecode that a function runs, newer versions its calls. */
const OPTIMISE_LATE =
  Number.parseInt(process.versions.v8) < 12
    ? ["--interrupt-budget=1048576"]
    : ["--invocation-count-for-maglev=4000", "--invocation-count-for-turbofan=30000"];

/**
 * Node's options for a process that lives for a second or two. By default V8 spends a quarter of its processor time on
 * optimising functions, and on threads that collect little garbage.
 */
export const SHORT_LIVED: readonly string[] = [...OPTIMISE_LATE, "--single-threaded-gc"];

/** The same for this process, but for what only counts from its start. */
export function optimiseLate(): void {
  for (const option of OPTIMISE_LATE) v8.setFlagsFromString(option);
}

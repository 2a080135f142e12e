const MIB = 1024 * 1024;

/** Limits of a submission. The parent enforces them, and the kernel does too where it can. */
export interface Limits {
  /** Wall-clock time of one call. */
  readonly callMs: number;
  /** Wall-clock time of a child's start, before it has loaded any code of the submission. */
  readonly startMs: number;
  /** Wall-clock time of all calls together. */
  readonly submissionMs: number;
  /** CPU time of one child, over all its threads. */
  readonly cpuSeconds: number;
  /** The JavaScript heap. Tensors live outside it. */
  readonly heapBytes: number;
  /** Resident memory of the child and everything it started. */
  readonly memoryBytes: number;
  /** The child and bubblewrap's two processes: none is left for the submission to start. */
  readonly processes: number;
  /** Size of a file, should the submission manage to write one. */
  readonly fileBytes: number;
  /** Output kept: half from the start, half from the end. */
  readonly outputBytes: number;
  /** Output after which the child is stopped. */
  readonly printedBytes: number;
  /** Unexpected messages after which the child is stopped. */
  readonly strayMessages: number;
}

export const DEFAULT_LIMITS: Limits = {
  callMs: 20_000,
  startMs: 30_000,
  submissionMs: 600_000,
  cpuSeconds: 600,
  heapBytes: 1024 * MIB,
  memoryBytes: 2048 * MIB,
  processes: 3,
  fileBytes: 16 * MIB,
  outputBytes: 8 * 1024,
  printedBytes: 64 * MIB,
  strayMessages: 100,
};

/** A limit that a child ran into. */
export type LimitName = "time" | "submission-time" | "cpu" | "memory" | "processes" | "output" | "messages";

/** The message for the student whose code ran into a limit. */
export function describeLimit(name: LimitName, limits: Limits): string {
  switch (name) {
    case "time":
      return `stopped after ${limits.callMs / 1000} s without an answer`;
    case "submission-time":
      return `stopped: the ${limits.submissionMs / 1000} s that all calls have together are used up`;
    case "cpu":
      return `stopped after ${limits.cpuSeconds} s of processor time`;
    case "memory":
      return `stopped: it used more than ${limits.memoryBytes / MIB} MiB of memory`;
    case "processes":
      return "stopped: it started processes of its own";
    case "output":
      return `stopped: it printed more than ${limits.printedBytes / MIB} MiB`;
    case "messages":
      return "stopped: it sent too many messages to the grader";
  }
}

const MIB = 1024 * 1024;

/** What a submission may use. The parent holds it to them; where the kernel can, it does too. */
export interface Limits {
  /** Wall clock of one call. */
  readonly callMs: number;
  /** Wall clock of a child's start, before it has seen any code of the submission. */
  readonly startMs: number;
  /** Wall clock of all calls together. */
  readonly submissionMs: number;
  /** Processor time of one child, over all its threads. */
  readonly cpuSeconds: number;
  /** JavaScript's own heap; tensors live outside of it. */
  readonly heapBytes: number;
  /** Resident memory of the child and everything it started. */
  readonly memoryBytes: number;
  /** Processes: the child itself and two of bubblewrap's, so none of its own. */
  readonly processes: number;
  /** Size of any file, were one to be written. */
  readonly fileBytes: number;
  /** What is kept of stdout and stderr: half from the start, half from the end. */
  readonly outputBytes: number;
  /** What may be printed at all. */
  readonly printedBytes: number;
  /** Messages that nobody asked for, until the child is stopped. */
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

/** How a limit reads to the student whose code ran into it. */
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

/*
 * What the parts of the page know of each other: the student's files, and the runner of their tests.
 */

/** A change of one file. */
export interface Change {
  readonly path: string;
  readonly by: "here" | "another tab" | "take in";
}

/** An earlier text of a file. */
export interface Version {
  readonly at: number;
  readonly text: string;
}

/** The student's files by path below the package: "src/mnist/fgsm.ts", "answers.md", "figures/proof.png". */
export interface Workspace {
  readonly list: () => readonly string[];
  readonly read: (path: string) => string | Uint8Array | undefined;
  /** Kept at once; subscribers are called. */
  readonly write: (path: string, content: string | Uint8Array) => void;
  readonly rename: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
  /** Replaces a file by the course's text. */
  readonly reset: (path: string) => void;
  /** Earlier texts, the newest first. */
  readonly history: (path: string) => Promise<readonly Version[]>;
  /** @returns ends the subscription */
  readonly subscribe: (listener: (change: Change) => void) => () => void;
}

/** Runs the public tests on the workspace as it is. */
export interface TestRunner {
  /** Runs these test files, all if null. A later run ends an earlier one. */
  readonly run: (testFiles: readonly string[] | null, onResult: (result: TestResult) => void) => Promise<TestRun>;
}

/** A place in a file; line and column count from 1. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface TestError {
  readonly message: string;
  readonly diff: string | null;
  readonly at: Place | null;
}

export interface TestResult {
  /** "tests/mnist/fgsm.test.ts" */
  readonly file: string;
  readonly name: string;
  readonly state: "pass" | "fail" | "skip";
  readonly errors: readonly TestError[];
  readonly durationMs: number;
}

export interface OutputLine {
  readonly kind: "log" | "warn" | "error";
  readonly text: string;
}

export interface TestRun {
  readonly ended: "done" | "stopped" | "loop" | "memory" | "broken";
  /** What happened and what to do, unless done. */
  readonly sentence: string | null;
  readonly output: readonly OutputLine[];
}

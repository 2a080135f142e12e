import type { OutputLine, TestResult } from "../page/workspace.ts";
import type { Translations } from "./link.ts";

/** From the page to the student's worker. */
export interface ToStudent {
  readonly files: Translations;
  readonly testFiles: readonly string[];
}

/** From the student's worker to the page. */
export type FromStudent =
  | { readonly type: "ready" }
  /** A sign of life: what runs now, in words. */
  | { readonly type: "begins"; readonly what: string }
  | { readonly type: "result"; readonly result: TestResult }
  | { readonly type: "output"; readonly line: OutputLine }
  | { readonly type: "done"; readonly isOutOfMemory: boolean }
  /** A fault of ours, or a browser that is too old. */
  | { readonly type: "failed"; readonly message: string };

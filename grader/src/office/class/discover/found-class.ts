import type { Submission } from "./submission.ts";

/** The submissions of a class, and how sure that is. */
export interface FoundClass {
  readonly submissions: readonly Submission[];
  /** What was decided, in sentences for the course staff. */
  readonly told: readonly string[];
  /** What only a person can decide; nothing is graded before. */
  readonly doubts: readonly string[];
}

/** How a folder is read. */
export interface ReadingOptions {
  /** Names at the top of the folder that are no submissions. */
  readonly skip?: readonly string[];
}

import type { Note } from "./notes.ts";

/** The submission cannot be graded. Caught in read-submission.ts, where it becomes a value. */
export class SubmissionProblem extends Error {
  override readonly name = "SubmissionProblem";

  constructor(message: string, { notes = [], ...options }: ErrorOptions & { readonly notes?: readonly Note[] } = {}) {
    super(message, options);
    this.notes = notes;
  }

  /** On what was left out before. */
  readonly notes: readonly Note[];
}

/** One entry cannot be read; the others still can. */
export class UnreadableEntry extends Error {
  override readonly name = "UnreadableEntry";
}

export function twoAttempts(first: string, second: string): SubmissionProblem {
  const names = `${JSON.stringify(first)} and ${JSON.stringify(second)}`;
  return new SubmissionProblem(`There are two attempts, ${names}; hand in only the one to be graded.`);
}

/** What was handed in cannot be graded at all; caught in stage.ts, where it becomes a value. */
export class SubmissionProblem extends Error {
  override readonly name = "SubmissionProblem";
}

/** One entry of what was handed in cannot be read; the others still can. */
export class UnreadableEntry extends Error {
  override readonly name = "UnreadableEntry";
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

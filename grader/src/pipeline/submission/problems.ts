/** The submission cannot be graded. Caught in stage.ts, where it becomes a value. */
export class SubmissionProblem extends Error {
  override readonly name = "SubmissionProblem";
}

/** One entry cannot be read; the others still can. */
export class UnreadableEntry extends Error {
  override readonly name = "UnreadableEntry";
}

/** Bad usage: something that whoever called the grader can put right. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The grader or its machine failed, through no fault of the submission. Exit code 1. */
export class FaultError extends Error {
  override readonly name = "FaultError";
}

/** The command was used wrongly, and the caller can fix it. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The grader or its machine failed, through no fault of the submission. Exit code 1. */
export class FaultError extends Error {
  override readonly name = "FaultError";
}

/** The message of a thrown value, which need not be an error. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)) || "an error without a message";
}

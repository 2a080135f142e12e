import { FaultError, UsageError } from "./errors.ts";

/** Codes that mean that the path cannot be written. */
const UNWRITABLE = new Set([
  "EACCES",
  "EEXIST",
  "EISDIR",
  "ELOOP",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOTDIR",
  "EPERM",
  "EROFS",
]);
const FULL = new Set(["ENOSPC", "EDQUOT"]);

/** The code of a failed system call. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}

/** Explains a failure to write: a UsageError if the path cannot be written, otherwise a FaultError. */
export function toWriteError(
  cause: unknown,
  path: string,
  advice = "choose another folder with --out",
): UsageError | FaultError {
  const code = codeOf(cause);
  if (UNWRITABLE.has(code)) return new UsageError(`cannot write to ${path} (${code}): ${advice}`, { cause });
  const reason = FULL.has(code) ? "the disk is full" : "writing failed";
  return new FaultError(`${reason}, so ${path} is not complete (${code})`, { cause });
}

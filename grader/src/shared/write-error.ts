import { tmpdir } from "node:os";
import { FaultError, messageOf, UsageError } from "./errors.ts";

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

/** What the machine lacks, by the words of Node, esbuild and the C library, which need not come with a code. */
const LACKS: readonly (readonly [what: string, words: RegExp])[] = [
  ["the disk is full", /\bENOSPC\b|no space left on device/i],
  ["the disk quota is used up", /\bEDQUOT\b|disk quota exceeded/i],
  ["a file would exceed the limit on its size", /\bEFBIG\b|file too large/i],
  ["the file system is read-only", /\bEROFS\b|read-only file system/i],
  ["too many files are open", /\b(EMFILE|ENFILE)\b|too many open files/i],
  ["the disk fails", /\bEIO\b/],
  ["there is not enough memory", /\bENOMEM\b|cannot allocate memory/i],
];

/** Explains an error of the machine in a sentence; undefined for any other error. */
export function machineFault(error: unknown): string | undefined {
  for (const [what, words] of LACKS) {
    const [found] = words.exec(messageOf(error)) ?? [];
    if (found !== undefined)
      return `${what} (${found}): see what is left, also in ${tmpdir()}, or set TMPDIR to another folder`;
  }
  return undefined;
}

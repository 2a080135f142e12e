import { CommanderError } from "commander";
import { FaultError, UsageError } from "../shared/errors.ts";
import { EXIT } from "../shared/exit.ts";

/** Prints an error in one clear line. @returns the exit code */
export function explain(error: unknown): number {
  // Commander has printed the error, or the help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UsageError) {
    console.error(`error: ${error.message}`);
    return EXIT.usage;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(`grader fault: ${error instanceof FaultError ? error.message : stack}`);
  return EXIT.fault;
}

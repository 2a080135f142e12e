import { CommanderError } from "commander";
import { FaultError, UsageError } from "../shared/errors.ts";
import { EXIT } from "../shared/exit.ts";
import { machineFault } from "../shared/write-error.ts";

/** Prints an error in one clear line. @returns the exit code */
export function explain(error: unknown): number {
  // Commander has printed the error, or the help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UsageError) {
    console.error(`error: ${error.message}`);
    return EXIT.usage;
  }
  console.error(`grader fault: ${faultWords(error)}`);
  return EXIT.fault;
}

/** A fault in a sentence; a bug with its stack. */
function faultWords(error: unknown): string {
  if (error instanceof FaultError) return error.message;
  return machineFault(error) ?? (error instanceof Error ? error.stack : undefined) ?? String(error);
}

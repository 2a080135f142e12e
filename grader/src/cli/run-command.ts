import { CommanderError } from "commander";
import { FaultError, UsageError } from "../shared/errors.ts";

/** How a command ended. Nothing else is ever returned. */
export const EXIT = { done: 0, fault: 1, usage: 2 } as const;

/** Runs a command and turns whatever it throws into one clear line and an exit code. */
export async function runCommand(command: () => Promise<number>): Promise<number> {
  try {
    return await command();
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): number {
  // Commander has said it already: a usage line, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UsageError) {
    console.error(`error: ${error.message}`);
    return EXIT.usage;
  }
  if (error instanceof FaultError) {
    console.error(`grader fault: ${error.message}`);
    return EXIT.fault;
  }
  console.error(`grader fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return EXIT.fault;
}

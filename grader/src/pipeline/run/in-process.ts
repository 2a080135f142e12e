import { exerciseOf } from "@robustness-lab/fixtures/exercises";
import { lend } from "./lend.ts";
import { invoke } from "./child/invoke.ts";
import { explainOutcome } from "./explain.ts";
import type { Submission } from "./observation.ts";

/**
 * Opens trusted functions as a submission, without a child process. For the corpora only: never for a student's code.
 *
 * @param functions by name; the engine must be loaded
 */
export function openInProcess(functions: Readonly<Record<string, unknown>>): Submission {
  return {
    call: (functionName, ...args) => {
      const outcome = invoke(functions, functionName, args.map(lend));
      return Promise.resolve(
        explainOutcome(outcome, { source: `src/${exerciseOf(functionName).file}`, sources: [], functionName }),
      );
    },
    // A call in this process cannot be stopped, so there is no time to limit.
    allow: () => undefined,
    integrity: () => [],
    output: () => "",
    close: () => Promise.resolve(),
  };
}

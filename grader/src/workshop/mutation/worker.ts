import { loadEngine } from "@robustness-lab/fixtures/engine";
import { serve } from "../threads/serve.ts";
import { deadlineFor, runTrial, type Trial, type TrialOutcome } from "./trial.ts";

/* A thread that judges mutants. */

await loadEngine("wasm");
// A promise that a mutant drops, by calling an asynchronous method of the optimizer, is no verdict and must not end the thread.
process.on("unhandledRejection", () => undefined);
serve(async (trial: Trial, begin): Promise<TrialOutcome> => {
  begin(await deadlineFor([trial.functionName, ...trial.seeds].join(" ")));
  return runTrial(trial);
});

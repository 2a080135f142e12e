import { EngineUnavailableError } from "@robustness-lab/fixtures/engine";
import { parseTrainOptions, TRAIN_HELP, UsageError } from "./options.ts";
import { runExperiments } from "./run-experiments.ts";
import { NameTakenError } from "./train-model.ts";

/*
 * `npm run train`. Nothing handles Ctrl-C, so it ends the process at once, even inside of a long computation: every file is
 * written as a whole, and the same command goes on after the last epoch.
 */

const EXIT = { failed: 1, badUsage: 2 };

try {
  const options = parseTrainOptions(process.argv.slice(2));
  if (options === "help") console.log(TRAIN_HELP);
  else if (!(await runExperiments(options.experiments, options))) process.exitCode = EXIT.failed;
} catch (error) {
  const isUsage =
    error instanceof UsageError || error instanceof NameTakenError || error instanceof EngineUnavailableError;
  if (!isUsage) throw error;
  console.error(
    `${error.message}${error instanceof UsageError ? "\n\nnpm run train -- --help lists the options." : ""}`,
  );
  process.exitCode = EXIT.badUsage;
}

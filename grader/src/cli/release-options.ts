import { Command } from "commander";
import { UsageError } from "../shared/errors.ts";

/** What was typed. */
export type ReleaseCommand =
  | { readonly action: "release"; readonly folder: string; readonly prove: boolean }
  | { readonly action: "scan"; readonly folder: string };

const EXAMPLES = `
Examples:
  ./robustness-lab release ../exercise          write the student repository and prove it, in about two minutes
  ./robustness-lab release ../exercise --no-prove
  ./robustness-lab release --scan handed-in/ada look for leaks in a folder, and change nothing

Exit codes: 0 done, and proven; 1 a proof failed, a leak was found or the grader failed; 2 bad usage.`;

/** Parses the arguments of `release`. @throws CommanderError after saying what is wrong, UsageError */
export function parseReleaseCommand(argv: readonly string[]): ReleaseCommand {
  const program = new Command("./robustness-lab release")
    .description("Writes the repository that students get, and proves that it works and tells nothing.")
    .argument("[dir]", "a new folder, or an empty one")
    .option("--no-prove", "only write")
    .option("--scan <dir>", "only look for leaks in an existing folder; node_modules and .git are left out")
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv);
  const { prove, scan } = program.opts<{ prove: boolean; scan?: string }>();
  const [folder] = program.args;
  if (scan !== undefined && folder === undefined) return { action: "scan", folder: scan };
  if (folder !== undefined && scan === undefined) return { action: "release", folder, prove };
  throw new UsageError("expected either a folder to write to or --scan DIR; --help says more");
}

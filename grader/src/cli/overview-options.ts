import { Command } from "commander";

/** What was typed. */
export interface OverviewCommand {
  readonly folder: string;
}

const EXAMPLES = `
Example:
  ./robustness-lab overview out/class

grade-class, merge and marks write the overview of a class themselves; this makes it again, or of loose results.
Exit codes: 0 written; 1 the grader failed; 2 no class in the folder.`;

/** Parses the arguments of `overview`. @throws CommanderError after saying what is wrong */
export function parseOverviewCommand(argv: readonly string[]): OverviewCommand {
  const command = new Command("./robustness-lab overview")
    .description("Writes overview.html, overview.csv and overview.json over a class.")
    .argument("<folder>", "a folder that ./robustness-lab grade-class wrote, or one of folders with results")
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv);
  return { folder: command.args[0] ?? "" };
}

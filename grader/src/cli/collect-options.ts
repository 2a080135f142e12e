import { Command } from "commander";

/** What was typed. */
export interface CollectCommand {
  readonly roster: string;
  readonly out: string;
}

const EXAMPLES = `
Examples:
  ./robustness-lab collect roster.csv --out collected            the commits of id,name,git,commit, as archives
  ./robustness-lab grade-class collected/roster.csv --out out/class

Private repositories: a token that reads them in the variable SUBMISSIONS_TOKEN. It is sent to the server that
GITHUB_SERVER_URL names (https://github.com) and to no other.
Exit codes: 0 collected; 1 the network or the machine failed for somebody; 2 bad usage.`;

/** Parses the arguments of `collect`. @throws CommanderError after saying what is wrong */
export function parseCollectCommand(argv: readonly string[]): CollectCommand {
  const command = new Command("./robustness-lab collect")
    .description("Fetches the commits of a roster, so that grading needs neither a network nor a token.")
    .argument("<roster>", "a .csv with id, name, git, commit")
    .requiredOption("--out <dir>", "where the archives and a roster of paths go")
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv);
  return { roster: command.args[0] ?? "", out: command.opts<{ out: string }>().out };
}

import { Command } from "commander";
import { UsageError } from "../shared/errors.ts";

/** What was typed. */
export interface CommentCommand {
  readonly results: string;
  readonly to:
    | { readonly kind: "roster"; readonly roster: string }
    | { readonly kind: "commit"; readonly repository: string; readonly commit: string };
  readonly dryRun: boolean;
}

interface Options {
  readonly roster?: string;
  readonly repository?: string;
  readonly commit?: string;
  readonly dryRun?: true;
}

const EXAMPLES = `
Examples:
  ./robustness-lab comment out/class --roster roster.csv --dry-run      who would get one
  ./robustness-lab comment out/class --roster roster.csv
  ./robustness-lab comment out/ada --repository cs433/ada --commit 0123456789abcdef0123456789abcdef01234567

A token that may write comments in those repositories stands in the variable SUBMISSIONS_TOKEN. A commit that
has the very same comment gets no second one, so the command may be repeated.
Exit codes: 0 done; 1 somebody could not be reached; 2 bad usage.`;

/** Parses the arguments of `comment`. @throws CommanderError, UsageError */
export function parseCommentCommand(argv: readonly string[]): CommentCommand {
  const command = new Command("./robustness-lab comment")
    .description("Comments on students' commits on GitHub with their reports.")
    .argument("<results>", "the folder of a class, or of one result")
    .option("--roster <file>", "the .csv with id, name, git, commit that the class was collected by")
    .option("--repository <owner/name>", "for one result: the student's repository")
    .option("--commit <sha>", "and the commit")
    .option("--dry-run", "says what would be posted, and posts nothing")
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv);
  const { roster, repository, commit, dryRun = false } = command.opts<Options>();
  const results = command.args[0] ?? "";
  if (roster !== undefined && repository === undefined && commit === undefined) {
    return { results, to: { kind: "roster", roster }, dryRun };
  }
  if (roster === undefined && repository !== undefined && commit !== undefined) {
    return { results, to: { kind: "commit", repository, commit }, dryRun };
  }
  throw new UsageError("expected either --roster, for a class, or --repository and --commit, for one result");
}

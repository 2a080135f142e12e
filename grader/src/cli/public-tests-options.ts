import { Command } from "commander";

/** What was typed. */
export interface PublicTestsCommand {
  readonly exercise?: string;
  readonly list: boolean;
}

const EXAMPLES = `
Examples:
  ./robustness-lab corpus --public                      every misconception: two minutes
  ./robustness-lab corpus --public --exercise 2.4    those of one exercise
  ./robustness-lab corpus --public --list            and which of them are not caught

Exit codes: 0 measured, whatever the number, 1 not measured, 2 bad usage.`;

/** Parses the arguments of `corpus:public`. @throws CommanderError after saying what is wrong */
export function parsePublicTestsCommand(argv: readonly string[]): PublicTestsCommand {
  return new Command("./robustness-lab corpus --public")
    .description("Counts the known wrong submissions that the template's public tests catch by themselves.")
    .option("--exercise <id>", "only those of one exercise")
    .option("--list", "print those that are not caught", false)
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv)
    .opts<PublicTestsCommand>();
}

import { Command } from "commander";
import { parseSeed } from "./grade-options.ts";

/** What was typed. */
export interface CorpusCommand {
  readonly exercise?: string;
  readonly seed: number;
  readonly full: boolean;
}

const EXAMPLES = `
Examples:
  npm run corpus                      every wrong and every fair submission, in the checks of its exercise
  npm run corpus -- --exercise 2.4    those of one exercise
  npm run corpus -- --full            in all checks: hours

Exit codes: 0 all as expected, 1 not so, 2 bad usage.`;

/** Parses the arguments of `corpus`. @throws CommanderError after saying what is wrong */
export function parseCorpusCommand(argv: readonly string[]): CorpusCommand {
  return new Command("npm run corpus --")
    .description("Grades the known wrong submissions and the fair alternatives, and compares with what must happen.")
    .option("--exercise <id>", "only those of one exercise")
    .option("--seed <n>", "draw the probes from this seed", parseSeed, 1)
    .option("--full", "judge all checks, not only those of the exercise", false)
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv)
    .opts<CorpusCommand>();
}

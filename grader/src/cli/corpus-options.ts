import { Command, InvalidArgumentError } from "commander";
import { parseSeed } from "./grade-options.ts";

/** What was typed. */
export interface CorpusCommand {
  readonly exercise?: string;
  readonly seed: number;
  /** On how many seeds the reference is judged. */
  readonly references: number;
  /** On how many seeds each alternative is. */
  readonly alternatives: number;
  readonly pairs: number;
  readonly full: boolean;
}

const EXAMPLES = `
Misconceptions must lose exactly the checks they name, and be named by the diagnosis; alternatives and the reference
must lose nothing; two misconceptions at once must lose what both lose.

Examples:
  ./robustness-lab corpus                      everything: about ten minutes on one core
  ./robustness-lab corpus --exercise 2.4    the rows of one exercise
  ./robustness-lab corpus --full            each row in all checks, not only in those of its file
  ./robustness-lab corpus --seed 7 --references 200 --pairs 0

Exit codes: 0 all as expected, 1 not so, 2 bad usage.`;

/** Parses the arguments of `corpus`. @throws CommanderError after saying what is wrong */
export function parseCorpusCommand(argv: readonly string[]): CorpusCommand {
  return new Command("./robustness-lab corpus")
    .description("Judges the known wrong solutions, the fair alternatives and the reference.")
    .option("--exercise <id>", "only the rows of one exercise, and no reference and no pairs")
    .option("--seed <n>", "draw the probes from this seed, and those after it", parseSeed, 1)
    .option("--references <n>", "seeds for the reference", parseCount, 60)
    .option("--alternatives <n>", "seeds for each alternative", parseCount, 10)
    .option("--pairs <n>", "pairs of misconceptions in different exercises", parseCount, 40)
    .option("--full", "judge all checks, not only those of the changed file", false)
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv)
    .opts<CorpusCommand>();
}

function parseCount(typed: string): number {
  if (!/^\d{1,4}$/.test(typed)) throw new InvalidArgumentError("Expected a number from 0 to 9999.");
  return Number(typed);
}

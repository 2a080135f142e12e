import { Command } from "commander";

/** What was typed. */
export interface MergeCommand {
  readonly folders: readonly string[];
  readonly out: string;
}

const EXAMPLES = `
Examples:
  ./robustness-lab merge out/part1 out/part2 out/part3 out/part4 --out out/class

Merging again, or one more part, is safe: what is in <out> stays, with its marks.
Exit codes: 0 merged; 1 the grader failed; 2 parts that do not belong together, nothing written.`;

/** Parses the arguments of `merge`. @throws CommanderError after saying what is wrong */
export function parseMergeCommand(argv: readonly string[]): MergeCommand {
  const command = new Command("./robustness-lab merge")
    .description("Puts the shards of a class into one folder.")
    .argument("<folders...>", "folders that ./robustness-lab grade-class wrote")
    .requiredOption("--out <dir>", "where the whole class goes")
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv);
  return { folders: command.args, out: command.opts<{ out: string }>().out };
}

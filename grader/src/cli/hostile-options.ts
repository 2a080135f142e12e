import { Command, Option } from "commander";
import type { IsolationChoice } from "../pipeline/run/isolation/index.ts";
import { parseSeed } from "./grade-options.ts";

/** What was typed. */
export interface HostileCommand {
  /** Beginnings of ids; none for all. */
  readonly ids: readonly string[];
  readonly isolation: IsolationChoice;
  readonly seed: number;
}

const EXAMPLES = `
Examples:
  ./robustness-lab hostile                           all hostile and malformed submissions: half an hour
  ./robustness-lab hostile loop- zip-bomb         those whose ids begin so
  ./robustness-lab hostile --isolation node       on Node's permission model alone: run it in a container or as nobody;
                                            under bubblewrap it is put into a pid namespace of its own

Exit codes: 0 all held, 1 not so, 2 bad usage.`;

/** Parses the arguments of `hostile`. @throws CommanderError after saying what is wrong */
export function parseHostileCommand(argv: readonly string[]): HostileCommand {
  const command = new Command("./robustness-lab hostile")
    .description(
      "Grades the hostile and the malformed submissions, and looks at what became of them and of this machine.",
    )
    .argument("[ids...]", "beginnings of ids")
    .addOption(
      new Option("--isolation <name>", "what keeps them in").choices(["auto", "bubblewrap", "node"]).default("auto"),
    )
    .option("--seed <n>", "draw the probes from this seed", parseSeed, 1)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse(argv);
  return { ...command.opts<Omit<HostileCommand, "ids">>(), ids: command.args };
}

import { Command as Program } from "commander";
import { GROUPS, type Command } from "./command.ts";
import { COMMANDS } from "./commands.ts";

const NAME = "./robustness-lab";

/** Called with the parsed command line. */
export type OnParsed = (row: Command, args: readonly string[], options: never) => Promise<void>;

/** The commander program of all commands. */
export function buildProgram(onParsed: OnParsed): Program {
  const program = new Program(NAME)
    .helpOption("-h, --help", "show options and examples")
    .helpCommand(false)
    .exitOverride();
  for (const row of COMMANDS) addCommand(program, row, onParsed);
  return program;
}

function addCommand(program: Program, row: Command, onParsed: OnParsed): void {
  const [first = "", second] = row.name.split(" ");
  const parent = second === undefined ? program : parentOf(program, first);
  const added = parent
    .command(second ?? first)
    .description(`${row.summary}.`)
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .addHelpText("after", `\n${row.help}`);
  for (const [notation, description] of Object.entries(row.args ?? {})) added.argument(notation, description);
  for (const { build } of Object.values(row.options)) added.addOption(build());
  added.action(() => onParsed(row, added.args, added.opts()));
}

/** The program with the subcommands of a first word. */
function parentOf(program: Program, name: string): Program {
  const found = program.commands.find((each) => each.name() === name);
  if (found !== undefined) return found;
  const rows = COMMANDS.filter((row) => row.name.startsWith(`${name} `));
  const examples = rows.flatMap(({ help }) => help.split("\n").filter((line) => line.startsWith("  ")));
  return program
    .command(name)
    .helpCommand(false)
    .addHelpText("after", `\nExamples:\n${examples.join("\n")}`);
}

/** All commands with their summaries, by who needs them. */
export function listCommands(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const groups = Object.entries(GROUPS).map(([group, title]) => {
    const rows = COMMANDS.filter((row) => row.group === group);
    return [`${title}:`, ...rows.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)].join("\n");
  });
  const usage = `Usage: ${NAME} <command> [arguments] [options]`;
  return [usage, ...groups, `${NAME} <command> --help shows its options and examples.`].join("\n\n");
}

import { buildProgram } from "../program.ts";

interface Parsed {
  readonly args: readonly string[];
  readonly options: never;
}

/** Parses a command line as ./robustness-lab does, without running the command. @throws CommanderError */
export async function parse(argv: readonly string[]): Promise<Parsed> {
  let parsed: Parsed | undefined;
  const program = buildProgram((_row, args, options) => {
    parsed = { args, options };
    return Promise.resolve();
  });
  program.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  for (const each of program.commands) each.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  await program.parseAsync(argv, { from: "user" });
  if (parsed === undefined) throw new Error(`nothing was parsed from ${argv.join(" ")}`);
  return parsed;
}

import type { Command } from "./command.ts";
import { EXIT } from "../shared/exit.ts";
import { explain } from "./exit.ts";
import { buildProgram, listCommands } from "./program.ts";
import { abortOnSignals, exitOnSignals } from "./signals.ts";

// `./robustness-lab grade --help | head` closes the pipe early.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  if (argv.length === 0 || argv[0] === "--help" || argv[0] === "-h") {
    console.log(listCommands());
    return EXIT.done;
  }
  let exitCode: number = EXIT.done;
  const program = buildProgram(async (row, args, options) => {
    exitCode = await run(row, args, options);
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    return explain(error);
  }
}

/** Runs a command. Errors and Ctrl-C become exit codes. */
async function run(row: Command, args: readonly string[], options: never): Promise<number> {
  const signal = row.stopping === undefined ? exitOnSignals() : abortOnSignals(row.stopping);
  try {
    const code = await row.run(args, options, { signal });
    return signal.aborted ? EXIT.fault : code;
  } catch (error) {
    return signal.aborted ? EXIT.fault : explain(error);
  }
}

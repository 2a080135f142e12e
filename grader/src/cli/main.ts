import { FaultError } from "../shared/errors.ts";
import { endWithNpm } from "../shared/end-with-npm.ts";
import { EXIT } from "../shared/exit.ts";
import { explain } from "./exit.ts";
import { buildProgram, listCommands } from "./program.ts";
import { runRow } from "./run-row.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // `./robustness-lab grade --help | head` closes the pipe early.
  if (error.code === "EPIPE") return;
  process.exitCode = explain(new FaultError(`the output cannot be written (${error.code ?? error.message})`));
  process.exit();
});
endWithNpm();
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  if (argv.length === 0 || ["--help", "-h", "help"].includes(argv.join(" "))) {
    console.log(listCommands());
    return EXIT.done;
  }
  // `help grade` is `grade --help`.
  const [first, ...rest] = argv;
  const words = first === "help" ? [...rest, "--help"] : argv;
  let exitCode: number = EXIT.done;
  const program = buildProgram(async (row, args, options) => {
    exitCode = await runRow(row, args, options);
  });
  try {
    await program.parseAsync(words, { from: "user" });
    return exitCode;
  } catch (error) {
    return explain(error);
  }
}

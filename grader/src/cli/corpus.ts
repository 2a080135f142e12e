import { parseCorpusCommand } from "./corpus-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(async () => {
  const command = parseCorpusCommand(process.argv);
  // Loaded late: --help and a mistyped option need no engine.
  const { corpusCommand } = await import("./corpus-command.ts");
  return corpusCommand(command);
});

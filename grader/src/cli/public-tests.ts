import { parsePublicTestsCommand } from "./public-tests-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(async () => {
  const command = parsePublicTestsCommand(process.argv);
  // Loaded late: --help and a mistyped option need no vitest.
  const { publicTestsCommand } = await import("./public-tests-command.ts");
  return publicTestsCommand(command);
});

import { parseReleaseCommand } from "./release-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(async () => {
  const command = parseReleaseCommand(process.argv);
  // Loaded late: --help and a mistyped option need none of it.
  const { releaseCommand } = await import("./release-command.ts");
  return releaseCommand(command);
});

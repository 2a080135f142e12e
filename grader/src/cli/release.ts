import { parseReleaseCommand } from "./release-options.ts";
import { releaseCommand } from "./release-command.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(() => releaseCommand(parseReleaseCommand(process.argv)));

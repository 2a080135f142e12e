import { mergeCommand } from "./merge-command.ts";
import { parseMergeCommand } from "./merge-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(() => mergeCommand(parseMergeCommand(process.argv)));

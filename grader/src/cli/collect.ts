import { collectCommand } from "./collect-command.ts";
import { parseCollectCommand } from "./collect-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(() => collectCommand(parseCollectCommand(process.argv)));

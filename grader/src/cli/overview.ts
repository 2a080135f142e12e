import { overviewCommand } from "./overview-command.ts";
import { parseOverviewCommand } from "./overview-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(() => overviewCommand(parseOverviewCommand(process.argv)));

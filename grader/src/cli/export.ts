import { exportCommand } from "./export-command.ts";
import { parseExportCommand } from "./export-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(() => exportCommand(parseExportCommand(process.argv)));

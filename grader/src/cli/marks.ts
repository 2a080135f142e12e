import { parseMarksCommand } from "./marks-options.ts";
import { marksCommand } from "./marks-command.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(() => marksCommand(parseMarksCommand(process.argv)));

import { gradeClassCommand } from "./grade-class-command.ts";
import { parseGradeClassCommand } from "./grade-class-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(() => gradeClassCommand(parseGradeClassCommand(process.argv)));

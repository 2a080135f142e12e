import { parseGradeCommand } from "./grade-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(async () => {
  const command = parseGradeCommand(process.argv);
  // Loaded late: --help and a mistyped option need no engine.
  const { gradeCommand } = await import("./grade-command.ts");
  return gradeCommand(command);
});

import { parseHostileCommand } from "./hostile-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(async () => {
  const command = parseHostileCommand(process.argv);
  const { hostileCommand } = await import("./hostile-command.ts");
  return hostileCommand(command);
});

import { parseNativeCommand } from "./native-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(async () => {
  const command = parseNativeCommand(process.argv);
  const { nativeCommand } = await import("./native-command.ts");
  return nativeCommand(command);
});

import { exportCommand } from "./export-command.ts";
import { parseExportCommand } from "./export-options.ts";
import { runCommand } from "./run-command.ts";

process.exitCode = await runCommand(() => {
  const world = { environment: process.env, now: new Date(), print: (text: string) => console.log(text) };
  return exportCommand(parseExportCommand(process.argv), world);
});

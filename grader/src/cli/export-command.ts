import { readClass } from "./export-files.ts";
import { exportFiles } from "./export-to-files.ts";
import { exportSheet } from "./export-to-sheet.ts";
import type { ExportCommand } from "./export-options.ts";

/** Reads results, writes what was asked for and says who is not in it. Gives the exit code. */
export async function exportCommand(command: ExportCommand): Promise<number> {
  const found = await readClass(command.results);
  const { to } = command;
  return to === "moodle" || to === "canvas"
    ? exportSheet(command, to, found)
    : exportFiles(command, to, found, { environment: process.env, now: new Date() });
}

import { readClass } from "./export-files.ts";
import { exportFiles } from "./export-to-files.ts";
import { exportSheet } from "./export-to-sheet.ts";
import type { ExportCommand } from "./export-options.ts";
import type { World } from "./export-world.ts";

/** Reads results, writes what was asked for and says who is not in it. Gives the exit code. */
export async function exportCommand(command: ExportCommand, world: World): Promise<number> {
  const found = await readClass(command.results);
  const { to } = command;
  return to === "moodle" || to === "canvas"
    ? exportSheet(command, to, found, world)
    : exportFiles(command, to, found, world);
}

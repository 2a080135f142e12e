import { readExportables } from "../office/export/files.ts";
import { exportToCsv } from "../office/export/to-csv.ts";
import { exportToFiles } from "../office/export/to-files.ts";
import { exportToSheet } from "../office/export/to-sheet.ts";
import { assertFits, type ExportOptions, type World } from "../office/export/world.ts";
import { EXIT } from "../shared/exit.ts";

/** Exports results and prints who was left out. */
export async function exportResults(results: string, options: ExportOptions): Promise<number> {
  await exportWith(results, options, { environment: process.env, now: new Date(), print: (text) => console.log(text) });
  return EXIT.done;
}

/** The same, with access to the outside world as an argument. */
export async function exportWith(results: string, given: ExportOptions, world: World): Promise<void> {
  assertFits(given);
  const options = { ...given, results };
  const found = await readExportables(results);
  const { to } = options;
  if (to === "csv") await exportToCsv(options, found, world);
  else if (to === "moodle" || to === "canvas") await exportToSheet({ ...options, to }, found, world);
  else await exportToFiles({ ...options, to }, found, world);
}

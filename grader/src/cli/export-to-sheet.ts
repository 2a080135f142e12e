import { join, resolve } from "node:path";
import { UsageError } from "../shared/errors.ts";
import { fillCanvas } from "../office/export/canvas.ts";
import { parseSheet, renderSheet } from "../shared/csv.ts";
import type { FilledSheet } from "../office/export/fill.ts";
import { zipFeedback } from "../office/export/moodle-feedback.ts";
import { fillMoodle } from "../office/export/moodle.ts";
import { gradesWords, renderExported } from "../office/export/summary.ts";
import { readHtmlAssets } from "../pipeline/report/html-assets.ts";
import { countWords } from "../pipeline/report/wording.ts";
import { readSheetFile, writeExport, type Found } from "./export-files.ts";
import type { ExportCommand } from "./export-options.ts";
import type { World } from "./export-world.ts";
import { EXIT } from "./run-command.ts";

const FILL = { moodle: fillMoodle, canvas: fillCanvas };

/** Fills a gradebook that was downloaded; for Moodle it makes the zip of reports too. Gives the exit code. */
export async function exportSheet(
  command: ExportCommand,
  to: "moodle" | "canvas",
  found: Found,
  { print }: World,
): Promise<number> {
  const { worksheet = "", out = join(found.directory, `${to}.csv`) } = command;
  if (resolve(out) === resolve(worksheet)) {
    throw new UsageError(`${worksheet} is the file that was downloaded: choose another with --out`);
  }
  const sheet = parseSheet(await readSheetFile(worksheet), worksheet);
  const done = FILL[to](sheet, found.exportables, command);
  const all = { ...done, left: [...done.left, ...found.left] };
  if (done.filled.length === 0) {
    throw new UsageError(
      `nobody in ${worksheet} has a grade, so nothing was written\n${renderExported({ ...all, files: [] })}`,
    );
  }
  const zip = to === "moodle" ? [await writeZip(done, out)] : [];
  await writeExport(out, renderSheet(done.sheet));
  print(renderExported({ ...all, files: [{ path: out, holds: gradesWords(done.filled.length) }, ...zip] }));
  return EXIT.done;
}

async function writeZip({ filled, sheet }: FilledSheet, out: string) {
  const path = `${out.replace(/\.csv$/i, "")}-feedback.zip`;
  await writeExport(path, zipFeedback(filled, sheet, await readHtmlAssets()));
  return { path, holds: countWords(filled.length, "report") };
}

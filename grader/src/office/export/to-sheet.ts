import { join, resolve } from "node:path";
import { UsageError } from "../../shared/errors.ts";
import { fillCanvas } from "./canvas.ts";
import { parseSheet, renderSheet } from "../../shared/csv.ts";
import type { FilledSheet } from "./fill.ts";
import { zipFeedback } from "./moodle-feedback.ts";
import { fillMoodle } from "./moodle.ts";
import { renderExported } from "./summary.ts";
import { readHtmlAssets } from "../../pipeline/report/html.ts";
import { countWords } from "../../pipeline/report/wording.ts";
import { readSheetFile, writeExport, type FoundExportables } from "./files.ts";
import type { ExportOptions, World } from "./world.ts";

const FILL = { moodle: fillMoodle, canvas: fillCanvas };

type Command = ExportOptions & { readonly to: "moodle" | "canvas" };

/** Fills a downloaded gradebook; for Moodle, also writes the zip of reports. */
export async function exportToSheet(command: Command, found: FoundExportables, { print }: World): Promise<void> {
  const { to, worksheet = "", out = join(found.directory, `${to}.csv`) } = command;
  if (resolve(out) === resolve(worksheet)) {
    throw new UsageError(`${worksheet} is the downloaded file: choose another one with --out`);
  }
  const sheet = parseSheet(await readSheetFile(worksheet), worksheet);
  const done = FILL[to](sheet, found.exportables, command);
  const all = { ...done, skipped: [...done.skipped, ...found.skipped] };
  if (done.filled.length === 0) {
    throw new UsageError(
      `no student in ${worksheet} has a grade, so nothing was written\n${renderExported({ ...all, files: [] })}`,
    );
  }
  const zip = to === "moodle" ? [await writeZip(done, out)] : [];
  await writeExport(out, renderSheet(done.sheet));
  print(renderExported({ ...all, files: [{ path: out, contents: countWords(done.filled.length, "grade") }, ...zip] }));
}

async function writeZip({ filled, sheet }: FilledSheet, out: string) {
  const path = `${out.replace(/\.csv$/i, "")}-feedback.zip`;
  await writeExport(path, zipFeedback(filled, sheet, await readHtmlAssets()));
  return { path, contents: countWords(filled.length, "report") };
}

import { join, resolve } from "node:path";
import { UsageError } from "../../shared/errors.ts";
import { zipCanvasFeedback } from "./canvas-feedback.ts";
import { fillCanvas } from "./canvas.ts";
import { whatIs, type ReportOf } from "./exportable.ts";
import { penaltyWords } from "./total.ts";
import { parseSheet, renderSheet } from "../../shared/csv.ts";
import type { FilledSheet } from "./fill.ts";
import { zipFeedback } from "./moodle-feedback.ts";
import { fillMoodle } from "./moodle.ts";
import { renderExported } from "./summary.ts";
import { renderReportIn } from "../../pipeline/report/write.ts";
import { countWords } from "../../pipeline/report/wording.ts";
import { readSheetFile, writeExport, type FoundExportables } from "./files.ts";
import type { ExportOptions, World } from "./world.ts";

const FILL = { moodle: fillMoodle, canvas: fillCanvas };

type Command = ExportOptions & { readonly to: "moodle" | "canvas" };

/** Fills a downloaded gradebook; and writes the zip of reports that Moodle or Canvas takes back. */
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
  const feedback = await writeFeedback(to, done, { out, found });
  await writeExport(out, renderSheet(done.sheet));
  const grades = { path: out, contents: countWords(done.filled.length, "grade") };
  print(
    renderExported({
      ...all,
      files: [grades, ...feedback.files],
      skipped: [...all.skipped, ...feedback.skipped],
      penalties: penaltiesIn(done),
    }),
  );
}

async function writeFeedback(
  to: "moodle" | "canvas",
  { filled, unreadable, sheet }: FilledSheet,
  { out, found }: { readonly out: string; readonly found: FoundExportables },
) {
  const reported = [...filled, ...unreadable];
  const path = `${out.replace(/\.csv$/i, "")}-feedback.zip`;
  const reportOf = reportsIn(found);
  const forCanvas = to === "canvas" ? await zipCanvasFeedback(reported, reportOf) : undefined;
  // A gradebook filled from a roster has no download to answer.
  if (forCanvas?.files === 0) return { files: [], skipped: [] };
  await writeExport(path, forCanvas?.zip ?? (await zipFeedback(reported, sheet, reportOf)));
  const contents = countWords(forCanvas?.files ?? reported.length, "report");
  return { files: [{ path, contents }], skipped: forCanvas?.skipped ?? [] };
}

/** Renders a report, once for a team, with the pictures and answers in the folder of its result. */
function reportsIn({ directory, isSingle }: FoundExportables): ReportOf {
  const reports = new Map<string, Promise<string>>();
  return ({ folder, result }) => {
    const report = reports.get(folder) ?? renderReportIn(isSingle ? directory : join(directory, folder), result);
    reports.set(folder, report);
    return report;
  };
}

function penaltiesIn({ filled }: FilledSheet): readonly string[] {
  return filled.flatMap(({ exportable, grade }) => {
    const words = penaltyWords(exportable, grade);
    return words === undefined ? [] : [`${whatIs(exportable)}: ${words}`];
  });
}

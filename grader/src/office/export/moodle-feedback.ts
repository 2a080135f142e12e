import { strToU8, type Zippable } from "fflate";
import type { Sheet } from "../../shared/csv.ts";
import { zipFiles } from "../../shared/zip.ts";
import type { ReportOf } from "./exportable.ts";
import type { Matched } from "./match.ts";
import { participantOf } from "./moodle.ts";

/*
 * A zip of feedback files as mod/assign/feedback/file/importziplib.php reads it: a folder per participant, named
 * fullname_number_assignfeedback_file. Moodle splits it at underscores, so the full name must not contain any.
 */

const MAX_NAME_CHARACTERS = 60;
/** Zips the reports of the students in the worksheet, for Moodle's "Upload multiple feedback files in a zip". */
export async function zipFeedback(matched: readonly Matched[], sheet: Sheet, reportOf: ReportOf): Promise<Uint8Array> {
  const files: Zippable = {};
  for (const { exportable, row } of matched) {
    const name = feedbackFolder(exportable.name ?? exportable.folder, participantOf(sheet, row));
    files[`${name}/report.html`] = strToU8(await reportOf(exportable));
  }
  return zipFiles(files);
}

/** The name of a participant's folder: letters, marks and digits of any script, and hyphens. */
export function feedbackFolder(name: string, participant: string): string {
  const safe = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}-]+/gu, " ")
    .trim();
  const characters = Array.from(safe.replace(/^\p{M}+/u, "")).slice(0, MAX_NAME_CHARACTERS);
  return `${characters.join("").trim() || "participant"}_${participant}_assignfeedback_file`;
}

import { strToU8, type Zippable } from "fflate";
import { renderMarkdown } from "../../pipeline/report/markdown.ts";
import { zipFiles } from "../../shared/zip.ts";
import { whatIs, type ReportOf, type Skipped } from "./exportable.ts";
import type { Matched } from "./match.ts";

/*
 * A zip for Canvas's "Upload submissions". Canvas finds user and attachment by the first two numbers between underscores
 * (infer_comment_context_from_filename in its assignment model) and shows each file under the name that the student gave it.
 * So a file is named as it was downloaded, and holds what its name says: a report.html in a .zip, Markdown in a text.
 */

/** The zip, and the students whose download has no name that can hold a report. */
export interface CanvasFeedback {
  readonly zip: Uint8Array;
  readonly files: number;
  readonly skipped: readonly Skipped[];
}

/** Zips the reports of the students in the gradebook, for Canvas's "Upload submissions". */
export async function zipCanvasFeedback(matched: readonly Matched[], reportOf: ReportOf): Promise<CanvasFeedback> {
  const files: Zippable = {};
  const skipped: Skipped[] = [];
  for (const { exportable } of matched) {
    const { canvasFile, result } = exportable;
    if (canvasFile === undefined) {
      skipped.push({
        what: whatIs(exportable),
        why: "the download has no .zip, .md or .txt to answer, so no report goes back",
      });
    } else if (/\.zip$/i.test(canvasFile)) {
      files[canvasFile] = zipFiles({ "report.html": strToU8(await reportOf(exportable)) });
    } else {
      files[canvasFile] = strToU8(renderMarkdown(result));
    }
  }
  return { zip: zipFiles(files), files: Object.keys(files).length, skipped };
}

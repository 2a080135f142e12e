import { renderSheet, safeCell } from "../../shared/csv.ts";
import { visible } from "../../shared/escape.ts";
import type { ClassOverview, SubmissionSummary } from "./class-overview.ts";

/**
 * The class as a table for spreadsheets: a line for each submission, what is not known left empty, and no cell that a
 * spreadsheet would take for a formula.
 */
export function renderCsv({ exercises, submissions }: ClassOverview): string {
  const header = ["id", "name", "status", "score", "max score", ...exercises.map(({ id }) => id), "written", "report"];
  const rows = [
    header,
    ...submissions.map((each) =>
      toCells(
        each,
        exercises.map(({ id }) => id),
      ),
    ),
  ];
  return renderSheet({
    rows: rows.map((row) => row.map((text) => safeCell(visible(text)))),
    delimiter: ",",
    lineBreak: "\n",
    endsWithLineBreak: true,
    // Excel takes a file without it for one in the code page of its country.
    byteOrderMark: true,
  });
}

function toCells(submission: SubmissionSummary, exercises: readonly string[]): readonly string[] {
  const { id, name, status, score, maxScore, written, folder } = submission;
  const report = folder === null ? "" : `${folder}/report.html`;
  const points = exercises.map((exercise) => cell(submission.exercises[exercise] ?? null));
  return [id, name, status, cell(score), cell(maxScore), ...points, cell(written), report];
}

function cell(points: number | null): string {
  return points === null ? "" : String(points);
}

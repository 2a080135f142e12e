import { renderTable } from "../../shared/csv.ts";
import type { ClassOverview, SubmissionSummary } from "./class-overview.ts";

/** Renders a class as CSV: a row per submission, unknown values empty, and no cell that a spreadsheet would evaluate. */
export function renderCsv({ exercises, submissions }: ClassOverview): string {
  const ids = exercises.map(({ id }) => id);
  const header = [
    "id",
    "name",
    "status",
    "score",
    "max score",
    ...ids,
    "written",
    "minutes late",
    "days late",
    "integrity",
    "similar to",
    "report",
  ];
  const rows = [header, ...submissions.map((each) => toCells(each, ids))];
  return renderTable(rows);
}

function toCells(submission: SubmissionSummary, exercises: readonly string[]): readonly string[] {
  const { id, name, status, score, maxScore, written, late, integrity, similar, folder } = submission;
  const report = folder === null ? "" : `${folder}/report.html`;
  const points = exercises.map((exercise) => cell(submission.exercises[exercise] ?? null));
  const others = (similar ?? []).map((each) => each.id).join(" ");
  return [
    ...[id, name, status, cell(score), cell(maxScore)],
    ...points,
    ...[cell(written), ...lateCells(late), cell(integrity), others, report],
  ];
}

function cell(points: number | null): string {
  return points === null ? "" : String(points);
}

/** Minutes and days; "late" if nothing says by how much. */
function lateCells(late: SubmissionSummary["late"]): readonly [string, string] {
  if (late === null) return ["", ""];
  return late.minutes === null ? ["late", ""] : [cell(late.minutes), cell(late.days)];
}

import { renderTable } from "../../shared/csv.ts";
import type { ClassOverview, SubmissionSummary } from "./class-overview.ts";

/** Renders a class as CSV: a row per submission, unknown values empty, and no cell that a spreadsheet would evaluate. */
export function renderCsv({ exercises, questions, submissions }: ClassOverview): string {
  const ids = exercises.map(({ id }) => id);
  // The written part has more columns once somebody has marked it.
  const marked = questions.some(({ n }) => n > 0) ? questions.map(({ id }) => id) : null;
  const header = [
    "id",
    "name",
    "status",
    "score",
    "max score",
    ...ids,
    ...(marked === null ? [] : [...marked, "adjustment"]),
    "written",
    "minutes late",
    "days late",
    "integrity",
    "similar to",
    "report",
  ];
  const rows = [header, ...submissions.map((each) => toCells(each, ids, marked))];
  return renderTable(rows);
}

function toCells(
  submission: SubmissionSummary,
  exercises: readonly string[],
  questions: readonly string[] | null,
): readonly string[] {
  const { id, name, status, score, maxScore, adjustment, written, late, integrity, similar, folder } = submission;
  const report = folder === null ? "" : `${folder}/report.html`;
  const points = exercises.map((exercise) => cell(submission.exercises[exercise] ?? null));
  const others = (similar ?? []).map((each) => each.id).join(" ");
  return [
    ...[id, name, status, cell(score), cell(maxScore)],
    ...points,
    ...(questions === null
      ? []
      : [...questions.map((each) => cell(submission.questions[each] ?? null)), cell(adjustment)]),
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

import { renderTable } from "../../shared/csv.ts";
import type { ClassEntry } from "../class/class-file.ts";
import { lateWords } from "../course/late-words.ts";
import { toEach, type Exportable, type Skipped } from "./exportable.ts";
import type { GradeOptions } from "./grade.ts";
import { toTotal } from "./total.ts";

const COLUMNS = [
  ...["id", "name", "team", "status", "submitted", "deadline", "late by", "days late"],
  ...["score", "max score", "written", "max written", "points", "penalty", "total", "note"],
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string | number>>;

/**
 * Renders a row for each student, members of teams too: score, lateness, penalty and total in columns of their own. What is
 * unknown is blank, and never 0.
 */
export function renderGrades(
  exportables: readonly Exportable[],
  skipped: readonly Skipped[],
  options: GradeOptions,
): string {
  const withoutGrade = skipped.flatMap(({ entry, why }) =>
    entry === undefined ? [] : toEach(entry).map((each) => entryRow(each, why)),
  );
  const rows = [...exportables.map((each) => gradeRow(each, options)), ...withoutGrade];
  return renderTable([COLUMNS, ...rows.map((row) => COLUMNS.map((name) => String(row[name] ?? "")))]);
}

function gradeRow(exportable: Exportable, options: GradeOptions): Row {
  const { folder, id = folder, name = folder, team = "", result } = exportable;
  const total = toTotal(exportable, options);
  const isOpen = result.written.some(({ points }) => points === null);
  const sum = (values: readonly (number | null)[]): number =>
    values.reduce<number>((all, each) => all + (each ?? 0), 0);
  return {
    ...{ id, name, team, status: result.status, ...lateCells(exportable) },
    ...("score" in result ? { score: result.score } : {}),
    "max score": result.maxScore,
    ...(isOpen ? {} : { written: sum(result.written.map(({ points }) => points)) }),
    "max written": sum(result.written.map(({ maxPoints }) => maxPoints)),
    ...(total.state === "withheld"
      ? { note: total.why }
      : { points: total.points, penalty: total.penalty, total: total.total }),
  };
}

function entryRow(entry: ClassEntry & { readonly teamName?: string }, why: string): Row {
  const { id, name, teamName = "", status } = entry;
  return { id, name, team: teamName, status, ...lateCells(entry), note: why };
}

function lateCells({ submittedAt = "", lateness }: Pick<Exportable, "submittedAt" | "lateness">): Row {
  if (lateness === undefined) return { submitted: submittedAt };
  const { deadline, days } = lateness;
  return { submitted: submittedAt, deadline, "late by": lateWords(lateness), "days late": days ?? "" };
}

import { renderTable } from "../../shared/csv.ts";
import type { ClassEntry } from "../class/class-file.ts";
import { lateWords } from "../course/late-words.ts";
import { toEach, type Exportable, type Skipped } from "./exportable.ts";
import { writtenTotal } from "../../pipeline/score/result.ts";
import type { GradeOptions } from "./grade.ts";
import { toTotal } from "./total.ts";
import { sumOf } from "../../shared/sum-of.ts";

const BEFORE = ["id", "name", "team", "status", "submitted", "deadline", "late by", "days late", "score", "max score"];
const AFTER = ["adjustment", "reason", "written", "max written", "points", "penalty", "total", "note"];

/** Cells by the name of the column. */
type Row = Readonly<Record<string, string | number>>;

/**
 * Renders a row for each student, members of teams too: score, lateness, written questions, penalty and total in columns of their own. What is
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
  const questions = exportables.flatMap(({ result }) => result.written.map(({ id }) => id));
  const columns = [...BEFORE, ...new Set(questions), ...AFTER];
  return renderTable([columns, ...rows.map((row) => columns.map((name) => String(row[name] ?? "")))]);
}

function gradeRow(exportable: Exportable, options: GradeOptions): Row {
  const { folder, id = folder, name = folder, team = "", result } = exportable;
  const total = toTotal(exportable, options);
  const { adjustment, written } = result;
  return {
    ...{ id, name, team, status: result.status, ...lateCells(exportable) },
    ...("score" in result ? { score: result.score } : {}),
    "max score": result.maxScore,
    ...Object.fromEntries(written.map(({ id, points }) => [id, points ?? ""])),
    ...(adjustment === undefined ? {} : { adjustment: adjustment.points, reason: adjustment.reason }),
    written: writtenTotal(result) ?? (written.length === 0 ? 0 : ""),
    "max written": sumOf(written.map(({ maxPoints }) => maxPoints)),
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

import { signed } from "../../pipeline/report/wording.ts";
import { UsageError } from "../../shared/errors.ts";
import { headersOf, parseNumber, safeCell, textAt, type Cell, type Sheet } from "../../shared/csv.ts";
import type { Exportable } from "./exportable.ts";
import { fillSheet, type Filled, type FilledSheet } from "./fill.ts";
import type { GradeOptions } from "./grade.ts";
import { penaltyWords } from "./total.ts";
import { rowsByName, rowsWith } from "./match.ts";

/*
 * Moodle's offline grading worksheet (mod/assign/feedback/offline, mod/assign/gradingtable.php). Its headers are in the
 * language of the person who downloaded it and must not change, because Moodle imports it only in that language. The first
 * column is the identifier, a word and the participant's number. The maximum grade, the same in each row, follows the grade.
 */

const GRADE_HEADERS = ["Grade", "Bewertung", "Note"];
const COMMENT_HEADERS = ["Feedback comments", "Feedback als Kommentar", "Feedback par commentaires"];
const IDENTIFIER = /^\D*(\d+)$/;
/** A folder name in Moodle's download of all submissions: full name, number, plugin. */
const DOWNLOADED_FOLDER = /_(\d+)_assignsubmission_/;
const OPENING = "Automatic checks: ";

interface Columns {
  readonly grade: number;
  readonly maxPoints: number;
  readonly comments: number | null;
}

/** Options for a worksheet. */
export interface MoodleOptions extends GradeOptions {
  /** The header of the grade; needed if it cannot be detected. */
  readonly column?: string;
}

/** Enters grades and comments into a worksheet; all other cells stay unchanged. @throws UsageError */
export function fillMoodle(sheet: Sheet, exportables: readonly Exportable[], options: MoodleOptions): FilledSheet {
  const people = peopleOf(sheet);
  const columns = columnsOf(sheet, people, options.column);
  const names = Array.from({ length: columns.grade }, (_, column) => column);
  const rowsOf = (exportable: Exportable): readonly number[] => {
    const number = exportable.moodleId ?? DOWNLOADED_FOLDER.exec(exportable.folder)?.[1];
    if (number !== undefined) return people.filter((row) => participantOf(sheet, row) === number);
    return rowsByName(exportable, (text) => rowsWith(sheet, people, names, text));
  };
  const cellsOf = (filled: Filled) => cells(sheet, columns, filled);
  return fillSheet(
    { sheet, people, shown: [0, 1], rowsOf, maxPoints: columns.maxPoints, cellsOf },
    exportables,
    options,
  );
}

/** Moodle's number of a participant. */
export function participantOf(sheet: Sheet, row: number): string {
  return IDENTIFIER.exec(textAt(sheet.rows[row] ?? [], 0))?.[1] ?? "";
}

function cells(sheet: Sheet, { grade, comments }: Columns, filled: Filled): ReadonlyMap<number, Cell> {
  const row = sheet.rows[filled.row] ?? [];
  const changes = new Map([[grade, safeCell(String(filled.grade.total))]]);
  // Comments written by a person are kept.
  const mayComment = comments !== null && ["", OPENING].includes(textAt(row, comments).slice(0, OPENING.length));
  if (mayComment) changes.set(comments, safeCell(commentOn(filled)));
  return changes;
}

// Moodle renders comments as HTML, so they must not contain text from a submission.
function commentOn({ exportable, grade }: Filled): string {
  const { result } = exportable;
  if (result.status !== "graded") throw new Error("only a graded result has a grade");
  const written = `${grade.points - result.score} / ${grade.maxPoints - result.maxScore}`;
  const { adjustment } = result;
  const adjusted = adjustment === undefined ? "" : `, with an adjustment by ${signed(adjustment.points)}`;
  const parts = grade.maxPoints === result.maxScore ? "" : ` Written part: ${written}${adjusted}.`;
  const penalty = penaltyWords(exportable, grade);
  const late = penalty === undefined ? "" : ` With the penalty: ${penalty}.`;
  return `${OPENING}${result.score} / ${result.maxScore}.${parts}${late} Details are in report.html.`;
}

function peopleOf(sheet: Sheet): readonly number[] {
  const rows = sheet.rows.flatMap((row, index) =>
    index > 0 && row.some(({ text }) => text.trim() !== "") ? [index] : [],
  );
  const other = rows.find((row) => participantOf(sheet, row) === "");
  if (other === undefined && rows.length > 0) return rows;
  const got =
    other === undefined
      ? "no rows"
      : `row ${other + 1} begins with ${JSON.stringify(textAt(sheet.rows[other] ?? [], 0))}`;
  throw new UsageError(`${got}, expected an identifier like "Participant 123": pass Moodle's grading worksheet`);
}

function columnsOf(sheet: Sheet, people: readonly number[], column: string | undefined): Columns {
  const headers = headersOf(sheet);
  const grade = gradeColumn(sheet, people, column);
  const maxPoints = constantIn(sheet, people, grade + 1);
  if (maxPoints === null) {
    throw new UsageError(
      `the column after ${JSON.stringify(headers[grade])} has no maximum grade: scales are not supported`,
    );
  }
  const comments = headers.findIndex((header) => COMMENT_HEADERS.includes(header));
  return { grade, maxPoints, comments: comments === -1 ? null : comments };
}

function gradeColumn(sheet: Sheet, people: readonly number[], column: string | undefined): number {
  const headers = headersOf(sheet);
  const named = headers.flatMap((header, index) => {
    return (column === undefined ? GRADE_HEADERS.includes(header) : header === column) ? [index] : [];
  });
  const found = named.length > 0 || column !== undefined ? named : beforeMaximum(sheet, people);
  const [grade] = found;
  if (grade !== undefined && found.length === 1) return grade;
  const choices = headers.map((header) => JSON.stringify(header)).join(", ");
  throw new UsageError(`--column should name the column of the grade, one of ${choices}`);
}

/** Detects the grade in any language: its cells are numbers or empty, and the next column is the same number in each row. */
function beforeMaximum(sheet: Sheet, people: readonly number[]): readonly number[] {
  return headersOf(sheet).flatMap((_, index) => {
    const numbers = people.every((row) => {
      const text = textAt(sheet.rows[row] ?? [], index);
      return text === "" || parseNumber(text) !== null;
    });
    return index > 0 && numbers && constantIn(sheet, people, index + 1) !== null ? [index] : [];
  });
}

function constantIn(sheet: Sheet, people: readonly number[], column: number): number | null {
  const values = new Set(people.map((row) => parseNumber(textAt(sheet.rows[row] ?? [], column))));
  const [value] = values;
  return values.size === 1 && value !== undefined && value !== null && value > 0 ? value : null;
}

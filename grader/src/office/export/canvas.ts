import { UsageError } from "../../shared/errors.ts";
import { headersOf, parseNumber, safeCell, textAt, type Cell, type Sheet } from "../../shared/csv.ts";
import type { Exportable } from "./exportable.ts";
import { fillSheet, type Filled, type FilledSheet } from "./fill.ts";
import type { GradeOptions } from "./grade.ts";
import { rowsByName, rowsWith } from "./match.ts";

/*
 * The gradebook that Canvas exports and imports (lib/gradebook_importer.rb): student columns, then "Title (id)" for each
 * assignment. A row "Points Possible", and sometimes a row "Manual Posting", precede the students.
 */

const ASSIGNMENT = /^(.*) \((\d+)\)$/s;
const READ_ONLY = /read\s+only/;
/** A file name in Canvas's download of all submissions: name, LATE, user, attempt. */
const DOWNLOADED_FOLDER = /^[^_]+(?:_LATE)?_(\d+)_\d+_/;
const PEOPLE_COLUMNS = ["Student", "SIS User ID", "SIS Login ID", "Integration ID"];

interface Columns {
  readonly grade: number;
  readonly maxPoints: number;
}

/** Options for a gradebook. */
export interface CanvasOptions extends GradeOptions {
  /** The assignment's header, title or id; needed if the gradebook has several. */
  readonly column?: string;
}

/** Fills the column of one assignment. @throws UsageError */
export function fillCanvas(sheet: Sheet, exportables: readonly Exportable[], options: CanvasOptions): FilledSheet {
  const headers = headersOf(sheet);
  const id = headers.indexOf("ID");
  if (id === -1 || !headers.includes("Section")) {
    throw new UsageError('the columns "ID" and "Section" are missing: give the gradebook as Canvas exports it');
  }
  const columns = columnsOf(sheet, options.column);
  const people = peopleOf(sheet);
  const names = PEOPLE_COLUMNS.flatMap((header) => (headers.includes(header) ? [headers.indexOf(header)] : []));
  // An id of the institution may be another student's Canvas id, so only one of the two kinds is used.
  const searched = headers.includes("SIS User ID") ? names : [...names, id];
  const rowsOf = (exportable: Exportable): readonly number[] => {
    const user = exportable.canvasId ?? DOWNLOADED_FOLDER.exec(exportable.folder)?.[1];
    if (user !== undefined) return rowsWith(sheet, people, [id], user);
    return rowsByName(exportable, (text) => rowsWith(sheet, people, searched, text));
  };
  const cellsOf = (filled: Filled) => cells(sheet, columns, filled);
  return fillSheet(
    { sheet, people, shown: [0, id], rowsOf, maxPoints: columns.maxPoints, cellsOf },
    exportables,
    options,
  );
}

function cells(sheet: Sheet, { grade }: Columns, filled: Filled): ReadonlyMap<number, Cell> | string {
  if (textAt(sheet.rows[filled.row] ?? [], grade).toUpperCase() === "EX") return "excused in the gradebook";
  return new Map([[grade, safeCell(String(filled.grade.total))]]);
}

function peopleOf(sheet: Sheet): readonly number[] {
  return sheet.rows.flatMap((row, index) => (index > 0 && isPerson(row) ? [index] : []));
}

function isPerson(row: readonly Cell[]): boolean {
  if (textAt(row, 0).includes("Points Possible")) return false;
  return !row.every(({ text }) => /^\s*(Muted|Manual Posting.*)?\s*$/i.test(text));
}

function columnsOf(sheet: Sheet, column: string | undefined): Columns {
  const possible = sheet.rows.find((row) => textAt(row, 0).includes("Points Possible"));
  if (possible === undefined) throw new UsageError('the row "Points Possible" is missing: export the gradebook again');
  const assignments = headersOf(sheet).flatMap((header, index) => {
    const [, title, id] = ASSIGNMENT.exec(header) ?? [];
    return id === undefined || READ_ONLY.test(textAt(possible, index)) ? [] : [{ header, title, id, index }];
  });
  const fitting = assignments.filter(
    ({ header, title, id }) => column === undefined || [header, title, id].includes(column),
  );
  const [found] = fitting;
  if (found === undefined || fitting.length > 1) {
    const choices = assignments.map(({ header }) => JSON.stringify(header)).join(", ");
    throw new UsageError(
      `--column should name one assignment of ${choices === "" ? "the gradebook, which has none" : choices}`,
    );
  }
  const maxPoints = parseNumber(textAt(possible, found.index));
  if (maxPoints === null) throw new UsageError(`${found.header} has no points possible: set them in Canvas`);
  return { grade: found.index, maxPoints };
}

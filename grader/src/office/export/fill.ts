import { UsageError } from "../../shared/errors.ts";
import { withCells, type Cell, type Sheet } from "../../shared/csv.ts";
import { whatIs, type Exportable, type Skipped } from "./exportable.ts";
import type { GradeOptions } from "./grade.ts";
import { toTotal, type Total } from "./total.ts";
import { matchRows, rowWords, type Matched } from "./match.ts";

type Given = Extract<Total, { readonly state: "given" }>;

/** A result that is in the gradebook. */
export interface Filled extends Matched {
  readonly grade: Given;
}

/** A gradebook with grades, and the students without one. */
export interface FilledSheet {
  readonly sheet: Sheet;
  readonly filled: readonly Filled[];
  /** Students in the gradebook whose submission cannot be read: no grade, but a report that says why. */
  readonly unreadable: readonly Matched[];
  readonly skipped: readonly Skipped[];
  readonly rowsWithoutResult: readonly string[];
}

/** The rules for filling a kind of gradebook. */
export interface Filling {
  readonly sheet: Sheet;
  /** Indices of the rows of students. */
  readonly people: readonly number[];
  /** Columns that identify a student in messages. */
  readonly shown: readonly number[];
  readonly rowsOf: (exportable: Exportable) => readonly number[];
  /** The maximum grade of the gradebook. */
  readonly maxPoints: number;
  /** The new cells of a row, or the reason for skipping the row. */
  readonly cellsOf: (filled: Filled) => ReadonlyMap<number, Cell> | string;
}

/** Enters grades into a gradebook; all other cells stay unchanged. @throws UsageError if the maximum grades differ */
export function fillSheet(filling: Filling, exportables: readonly Exportable[], options: GradeOptions): FilledSheet {
  const { sheet, people, shown, rowsOf, maxPoints, cellsOf } = filling;
  const { matched, skipped } = matchRows(exportables, rowsOf);
  const graded = matched.map((each) => ({ ...each, grade: toTotal(each.exportable, options) }));
  const given = graded.flatMap((each) => (each.grade.state === "given" ? [{ ...each, grade: each.grade }] : []));
  for (const { grade } of given) assertSameMaximum(grade, maxPoints);
  const tried = given.map((each) => ({ each, cells: cellsOf(each) }));
  const filled = tried.flatMap(({ each, cells }) => (typeof cells === "string" ? [] : [{ each, cells }]));
  const rows = new Set(matched.map(({ row }) => row));
  return {
    sheet: withCells(sheet, new Map(filled.map(({ each, cells }) => [each.row, cells]))),
    filled: filled.map(({ each }) => each),
    unreadable: matched.filter(({ exportable }) => exportable.result.status === "submission-error"),
    skipped: [
      ...skipped,
      ...graded.flatMap(({ exportable, grade }) => (grade.state === "given" ? [] : [skip(exportable, grade.why)])),
      ...tried.flatMap(({ each, cells }) => (typeof cells === "string" ? [skip(each.exportable, cells)] : [])),
    ],
    rowsWithoutResult: people.filter((row) => !rows.has(row)).map((row) => rowWords(sheet, row, shown)),
  };
}

function skip(exportable: Exportable, why: string): Skipped {
  return { what: whatIs(exportable), why };
}

function assertSameMaximum(grade: Given, maxPoints: number): void {
  if (grade.maxPoints === maxPoints) return;
  throw new UsageError(
    `the gradebook's maximum is ${maxPoints} points and that of the results ${grade.maxPoints}: change the assignment's ` +
      "maximum and export the gradebook again (--with-written adds the written part)",
  );
}

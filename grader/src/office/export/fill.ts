import { UsageError } from "../../shared/errors.ts";
import { withCells, type Cell, type Sheet } from "../../shared/csv.ts";
import type { Exportable, Left } from "./exportable.ts";
import { toGrade, type Grade, type GradeOptions } from "./grade.ts";
import { matchRows, rowWords, type Placed } from "./match.ts";

type Given = Extract<Grade, { readonly state: "given" }>;

/** A result that reached the gradebook. */
export interface Filled extends Placed {
  readonly grade: Given;
}

/** A gradebook with grades in it, and everybody who has none. */
export interface FilledSheet {
  readonly sheet: Sheet;
  readonly filled: readonly Filled[];
  readonly left: readonly Left[];
  /** Rows that no result was for. */
  readonly without: readonly string[];
}

/** How a gradebook is filled. */
export interface Filling {
  readonly sheet: Sheet;
  /** Rows of people, and the columns that show who they are. */
  readonly people: readonly number[];
  readonly shown: readonly number[];
  readonly rowsOf: (exportable: Exportable) => readonly number[];
  /** What the gradebook counts up to. */
  readonly maxPoints: number;
  /** The new cells of a row; a reason to leave the row alone. */
  readonly cellsOf: (filled: Filled) => ReadonlyMap<number, Cell> | string;
}

/** Puts grades into a gradebook; all other cells stay as they are. @throws UsageError where it counts up to another number */
export function fillSheet(filling: Filling, exportables: readonly Exportable[], options: GradeOptions): FilledSheet {
  const { sheet, people, shown, rowsOf, maxPoints, cellsOf } = filling;
  const { placed, left } = matchRows(exportables, rowsOf);
  const graded = placed.map((each) => ({ ...each, grade: toGrade(each.exportable.result, options) }));
  const given = graded.flatMap((each) => (each.grade.state === "given" ? [{ ...each, grade: each.grade }] : []));
  for (const { grade } of given) assertSameMaximum(grade, maxPoints);
  const tried = given.map((each) => ({ each, cells: cellsOf(each) }));
  const filled = tried.flatMap(({ each, cells }) => (typeof cells === "string" ? [] : [{ each, cells }]));
  const rows = new Set(placed.map(({ row }) => row));
  return {
    sheet: withCells(sheet, new Map(filled.map(({ each, cells }) => [each.row, cells]))),
    filled: filled.map(({ each }) => each),
    left: [
      ...left,
      ...graded.flatMap(({ exportable, grade }) => (grade.state === "given" ? [] : [leave(exportable, grade.why)])),
      ...tried.flatMap(({ each, cells }) => (typeof cells === "string" ? [leave(each.exportable, cells)] : [])),
    ],
    without: people.filter((row) => !rows.has(row)).map((row) => rowWords(sheet, row, shown)),
  };
}

function leave({ folder }: Exportable, why: string): Left {
  return { what: folder, why };
}

function assertSameMaximum(grade: Given, maxPoints: number): void {
  if (grade.maxPoints === maxPoints) return;
  throw new UsageError(
    `the gradebook counts up to ${maxPoints} and the results up to ${grade.maxPoints}: ` +
      "set the assignment's maximum to that and export the gradebook again (--with-written adds the written part)",
  );
}

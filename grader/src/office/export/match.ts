import { textAt, type Cell, type Sheet } from "../../shared/csv.ts";
import { whatIs, type Exportable, type Skipped } from "./exportable.ts";

/** A result and the index of its student's row. */
export interface Matched {
  readonly exportable: Exportable;
  readonly row: number;
}

export interface Matching {
  readonly matched: readonly Matched[];
  readonly skipped: readonly Skipped[];
}

/** Assigns each result a row. Skips a result with no row, several rows, or a row that also fits another result. */
export function matchRows(
  exportables: readonly Exportable[],
  rowsOf: (exportable: Exportable) => readonly number[],
): Matching {
  const found = exportables.map((exportable) => ({ exportable, rows: rowsOf(exportable) }));
  const holders = new Map<number, readonly string[]>();
  for (const { exportable, rows } of found) {
    for (const row of rows) holders.set(row, [...(holders.get(row) ?? []), whatIs(exportable)]);
  }
  const judged = found.map(({ exportable, rows }) => ({ exportable, rows, why: ambiguity(exportable, rows, holders) }));
  return {
    matched: judged.flatMap(({ exportable, rows: [row], why }) => {
      return why === null && row !== undefined ? [{ exportable, row }] : [];
    }),
    skipped: judged.flatMap(({ exportable, why }) => (why === null ? [] : [{ what: whatIs(exportable), why }])),
  };
}

/** The rows of `people` with exactly this text in one of the columns. Unicode compositions are equivalent. */
export function rowsWith(
  sheet: Sheet,
  people: readonly number[],
  columns: readonly number[],
  text: string,
): readonly number[] {
  const sought = text.normalize("NFC").trim();
  const fits = (row: readonly Cell[]): boolean => {
    return columns.some((column) => textAt(row, column).normalize("NFC") === sought);
  };
  return sought === "" ? [] : people.filter((index) => fits(sheet.rows[index] ?? []));
}

/** The rows found by the id, the folder or the name; the first of them that finds a row decides. */
export function rowsByName(exportable: Exportable, rowsOf: (text: string) => readonly number[]): readonly number[] {
  const { id, folder, name, team } = exportable;
  // The folder of a team is not a member's.
  const texts = team === undefined ? [id, folder, name] : [id, name];
  const candidates = texts.map((text) => (text === undefined ? [] : rowsOf(text)));
  return candidates.find((rows) => rows.length > 0) ?? [];
}

/** Describes a row by its number and the texts of some columns. */
export function rowWords(sheet: Sheet, index: number, columns: readonly number[]): string {
  const words = columns.map((column) => textAt(sheet.rows[index] ?? [], column)).filter((text) => text !== "");
  return `row ${index + 1}: ${words.join(", ")}`;
}

function ambiguity(
  exportable: Exportable,
  rows: readonly number[],
  holders: ReadonlyMap<number, readonly string[]>,
): string | null {
  const [row] = rows;
  if (row === undefined) return "no row has this id or name";
  if (rows.length > 1) return `rows ${rows.map((index) => index + 1).join(", ")} have this id or name`;
  const others = (holders.get(row) ?? []).filter((other) => other !== whatIs(exportable));
  return others.length === 0 ? null : `row ${row + 1} also fits ${others.join(", ")}`;
}

import { textAt, type Cell, type Sheet } from "../../shared/csv.ts";
import type { Exportable, Left } from "./exportable.ts";

/** A result and the row of its author, counted from 0. */
export interface Placed {
  readonly exportable: Exportable;
  readonly row: number;
}

export interface Matching {
  readonly placed: readonly Placed[];
  readonly left: readonly Left[];
}

/** Gives each result its row. Whoever fits no row, several, or one that fits another too, is left and never guessed. */
export function matchRows(
  exportables: readonly Exportable[],
  rowsOf: (exportable: Exportable) => readonly number[],
): Matching {
  const found = exportables.map((exportable) => ({ exportable, rows: rowsOf(exportable) }));
  const holders = new Map<number, readonly string[]>();
  for (const { exportable, rows } of found) {
    for (const row of rows) holders.set(row, [...(holders.get(row) ?? []), exportable.folder]);
  }
  const judged = found.map(({ exportable, rows }) => ({ exportable, rows, why: doubt(exportable, rows, holders) }));
  return {
    placed: judged.flatMap(({ exportable, rows: [row], why }) => {
      return why === null && row !== undefined ? [{ exportable, row }] : [];
    }),
    left: judged.flatMap(({ exportable, why }) => (why === null ? [] : [{ what: exportable.folder, why }])),
  };
}

/** The rows in which one of some columns holds exactly a text, in whatever way its characters are composed. */
export function rowsWith(sheet: Sheet, people: readonly number[], columns: readonly number[], text: string) {
  const sought = text.normalize("NFC").trim();
  const fits = (row: readonly Cell[]): boolean => {
    return columns.some((column) => textAt(row, column).normalize("NFC") === sought);
  };
  return sought === "" ? [] : people.filter((index) => fits(sheet.rows[index] ?? []));
}

/** What a plain name or id may find: the first of them that is in some row decides. */
export function rowsByName(exportable: Exportable, rowsOf: (text: string) => readonly number[]): readonly number[] {
  const { id, folder, name } = exportable;
  const candidates = [id, folder, name].map((text) => (text === undefined ? [] : rowsOf(text)));
  return candidates.find((rows) => rows.length > 0) ?? [];
}

/** A row as a person finds it again. */
export function rowWords(sheet: Sheet, index: number, columns: readonly number[]): string {
  const words = columns.map((column) => textAt(sheet.rows[index] ?? [], column)).filter((text) => text !== "");
  return `row ${index + 1}: ${words.join(", ")}`;
}

function doubt(
  { folder }: Exportable,
  rows: readonly number[],
  holders: ReadonlyMap<number, readonly string[]>,
): string | null {
  const [row] = rows;
  if (row === undefined) return "no row has this id or name";
  if (rows.length > 1) return `rows ${rows.map((index) => index + 1).join(", ")} have this id or name`;
  const others = (holders.get(row) ?? []).filter((other) => other !== folder);
  return others.length === 0 ? null : `row ${row + 1} fits ${others.join(", ")} too`;
}

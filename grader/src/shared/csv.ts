import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { UsageError } from "./errors.ts";

/** A cell and whether it stood in quotes, so that one that is not changed is written as it was read. */
export interface Cell {
  readonly text: string;
  readonly quoted: boolean;
}

/** A spreadsheet that a learning management system exported. */
export interface Sheet {
  readonly rows: readonly (readonly Cell[])[];
  readonly delimiter: string;
  readonly lineBreak: string;
  /** Whether the last row ends with a line break too. */
  readonly ends: boolean;
  readonly byteOrderMark: boolean;
}

const BYTE_ORDER_MARK = "\uFEFF";
const DELIMITERS = [",", ";", "\t"];
// What Excel, LibreOffice and Google Sheets take for the beginning of a formula; with the full-width forms, which Excel
// takes for one in some languages.
const FORMULA = /^[\s\u0000-\u001F]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/** Reads a sheet, finding out how it is written. @throws UsageError when it is no CSV */
export function parseSheet(text: string, file: string): Sheet {
  const byteOrderMark = text.startsWith(BYTE_ORDER_MARK);
  const content = byteOrderMark ? text.slice(1) : text;
  const lineBreak = /\r\n|\n|\r/.exec(content)?.[0] ?? "\n";
  const readings = DELIMITERS.flatMap((delimiter) => {
    const rows = readRows(content, delimiter, lineBreak);
    return rows instanceof Error ? [] : [{ rows, delimiter }];
  });
  // The delimiter is that which makes most columns.
  const best = readings.toSorted((one, other) => widthOf(other.rows) - widthOf(one.rows))[0];
  if (best === undefined || widthOf(best.rows) < 2) {
    throw new UsageError(`${file} is no CSV file with a header: give it as it was downloaded`);
  }
  return { ...best, lineBreak, ends: content.endsWith(lineBreak), byteOrderMark };
}

/** The text of a sheet, byte for byte that which was read where no cell was changed. */
export function renderSheet({ rows, delimiter, lineBreak, ends, byteOrderMark }: Sheet): string {
  const text = stringify(rows as Cell[][], {
    delimiter,
    record_delimiter: lineBreak,
    eof: ends,
    cast: { object: (cell) => toField(cell as unknown as Cell) },
  });
  return `${byteOrderMark ? BYTE_ORDER_MARK : ""}${text}`;
}

/** A new cell that no spreadsheet takes for a formula. */
export function safeCell(text: string): Cell {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return { text: safe, quoted: false };
}

/** What the header row says, trimmed. */
export function headersOf({ rows }: Sheet): readonly string[] {
  return (rows[0] ?? []).map(({ text }) => text.trim());
}

/** The text of a cell; empty where the row is too short. */
export function textAt(row: readonly Cell[], column: number): string {
  return row[column]?.text.trim() ?? "";
}

/** A number as gradebooks write it, with a decimal point or comma; null for anything else. */
export function parseNumber(text: string): number | null {
  return NUMBER.test(text.trim()) ? Number(text.trim().replace(",", ".")) : null;
}

/** A sheet with other cells at some places; a row that is too short for its new cell grows. */
export function withCells(sheet: Sheet, changes: ReadonlyMap<number, ReadonlyMap<number, Cell>>): Sheet {
  return { ...sheet, rows: sheet.rows.map((row, index) => withRowCells(row, changes.get(index) ?? new Map())) };
}

function withRowCells(row: readonly Cell[], changes: ReadonlyMap<number, Cell>): readonly Cell[] {
  const width = Math.max(row.length, ...[...changes.keys()].map((column) => column + 1));
  const empty: Cell = { text: "", quoted: false };
  return Array.from({ length: width }, (_, column) => changes.get(column) ?? row[column] ?? empty);
}

function readRows(content: string, delimiter: string, lineBreak: string): readonly (readonly Cell[])[] | Error {
  try {
    return parse(content, {
      delimiter,
      record_delimiter: lineBreak,
      relax_column_count: true,
      cast: (text, { quoting }) => ({ text, quoted: quoting }),
    }) as unknown as Cell[][];
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function toField({ text, quoted }: Cell): string {
  return { value: text, quoted, quoted_empty: quoted } as unknown as string;
}

function widthOf(rows: readonly (readonly Cell[])[]): number {
  return rows[0]?.length ?? 0;
}

import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { UsageError } from "./errors.ts";
import { visible } from "./escape.ts";

/** A cell, and whether it was quoted, so that unchanged cells are written as they were read. */
export interface Cell {
  readonly text: string;
  readonly quoted: boolean;
}

/** A spreadsheet that a learning management system exported. */
export interface Sheet {
  readonly rows: readonly (readonly Cell[])[];
  readonly delimiter: string;
  readonly lineBreak: string;
  readonly endsWithLineBreak: boolean;
  readonly byteOrderMark: boolean;
}

const BYTE_ORDER_MARK = "\uFEFF";
const DELIMITERS = [",", ";", "\t"];
// The start of a formula in Excel, LibreOffice and Google Sheets, including full-width forms, which Excel accepts in
// some languages.
const FORMULA = /^[\s\u0000-\u001F]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/** Parses CSV, detecting delimiter, line breaks and byte order mark. @throws UsageError if it is not CSV */
export function parseSheet(text: string, file: string): Sheet {
  const byteOrderMark = text.startsWith(BYTE_ORDER_MARK);
  const content = byteOrderMark ? text.slice(1) : text;
  const lineBreak = /\r\n|\n|\r/.exec(content)?.[0] ?? "\n";
  const candidates = DELIMITERS.flatMap((delimiter) => {
    const rows = readRows(content, delimiter, lineBreak);
    return rows instanceof Error ? [] : [{ rows, delimiter }];
  });
  // The right delimiter yields the most columns.
  const best = candidates.toSorted((one, other) => widthOf(other.rows) - widthOf(one.rows))[0];
  if (best === undefined || widthOf(best.rows) < 2) {
    throw new UsageError(`${file} is not a CSV file with a header: pass it as downloaded`);
  }
  return { ...best, lineBreak, endsWithLineBreak: content.endsWith(lineBreak), byteOrderMark };
}

/** Renders a sheet as CSV. An unchanged sheet renders to the bytes that it was parsed from. */
export function renderSheet({ rows, delimiter, lineBreak, endsWithLineBreak, byteOrderMark }: Sheet): string {
  const text = stringify(rows as Cell[][], {
    delimiter,
    record_delimiter: lineBreak,
    eof: endsWithLineBreak,
    cast: { object: (cell) => toField(cell as unknown as Cell) },
  });
  return `${byteOrderMark ? BYTE_ORDER_MARK : ""}${text}`;
}

/** Renders a table of ours as CSV, in which no cell is evaluated or hides characters. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  return renderSheet({
    rows: rows.map((row) => row.map((text) => safeCell(visible(text)))),
    delimiter: ",",
    lineBreak: "\n",
    endsWithLineBreak: true,
    // Without it, Excel assumes the local code page instead of UTF-8.
    byteOrderMark: true,
  });
}

/** Makes a cell that no spreadsheet evaluates: text that looks like a formula gets an apostrophe in front. */
export function safeCell(text: string): Cell {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return { text: safe, quoted: false };
}

/** The trimmed cells of the first row. */
export function headersOf({ rows }: Sheet): readonly string[] {
  return (rows[0] ?? []).map(({ text }) => text.trim());
}

/** The trimmed text of a cell; empty if the row is too short. */
export function textAt(row: readonly Cell[], column: number): string {
  return row[column]?.text.trim() ?? "";
}

/** Parses a number with a decimal point or comma, as gradebooks write it; null for anything else. */
export function parseNumber(text: string): number | null {
  return NUMBER.test(text.trim()) ? Number(text.trim().replace(",", ".")) : null;
}

/** Replaces cells, given by row and column. A row that is too short for its new cell grows. */
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

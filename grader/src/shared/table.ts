import Table from "cli-table3";

/** A column of a table; the width, by default that of the longest cell, excludes the two spaces before the column. */
export interface Column {
  readonly width?: number;
  readonly align?: "left" | "right";
}

const GAP = 2;
const BORDERS = ["top", "bottom", "left", "mid", "right", "middle"].flatMap((place) => [
  place,
  ...["left", "mid", "right"].map((end) => `${place}-${end}`),
]);
const NO_BORDERS = Object.fromEntries(BORDERS.map((name) => [name, ""]));

/** Rows for a terminal in aligned columns without borders. Cells that are too long wrap at spaces. */
export function renderTable(rows: readonly (readonly string[])[], columns: readonly Column[]): string {
  const table = new Table({
    chars: NO_BORDERS,
    style: { "padding-left": GAP, "padding-right": 0, head: [], border: [] },
    colWidths: columns.map(({ width }) => (width === undefined ? null : width + GAP)),
    colAligns: columns.map(({ align = "left" }) => align),
    wordWrap: true,
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString().replace(/ +$/gm, "");
}

/** Rows without indent: the first columns are aligned to the left, the others to the right. */
export function alignColumns(rows: readonly (readonly string[])[], leftColumns = 1): string {
  const columns = (rows[0] ?? []).map((_, column): Column => ({ align: column < leftColumns ? "left" : "right" }));
  return renderTable(rows, columns).replace(new RegExp(`^ {${GAP}}`, "gm"), "");
}

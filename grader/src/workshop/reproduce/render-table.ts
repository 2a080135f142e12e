import type { Table } from "./tables.ts";

/** Renders a table for a terminal. */
export function renderTextTable({ title, header, rows }: Table): string {
  const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("   ")}`;
  const rule = line(widths.map((width) => "-".repeat(width)));
  return [title, line(header), rule, ...rows.map(line), ""].join("\n");
}

/** Renders a table as Markdown. */
export function renderMarkdownTable({ title, header, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [`## ${title}`, "", line(header), line(header.map(() => "---:")), ...rows.map(line), ""].join("\n");
}

import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** Pads a text to a number of columns, or cuts it and ends it with an ellipsis. */
export function padEnd(text: string, columns: number): string {
  const fitting = stringWidth(text) <= columns ? text : `${firstColumns(text, columns - 1)}…`;
  return fitting + " ".repeat(columns - stringWidth(fitting));
}

/** Wraps lines at spaces, and inside words that are too long, to at most `columns` including the indent. */
export function wrap(text: string, columns: number, indent: string, hangingIndent = indent): string {
  const rows = wrapAnsi(text, columns - Math.max(indent.length, hangingIndent.length), { hard: true }).split("\n");
  return rows.map((row, index) => `${index === 0 ? indent : hangingIndent}${row}`.trimEnd()).join("\n");
}

function firstColumns(text: string, columns: number): string {
  return wrapAnsi(text, columns, { hard: true, wordWrap: false, trim: false }).split("\n")[0] ?? "";
}

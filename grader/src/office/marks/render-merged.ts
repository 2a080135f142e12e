import stringWidth from "string-width";
import { terminalLine } from "../../shared/escape.ts";
import { renderTable } from "../../shared/table.ts";
import { wrap } from "../../shared/wrap.ts";
import { countWords, writtenWords } from "../../pipeline/report/wording.ts";
import type { FoundResult } from "../class/results.ts";

const COLUMNS = 80;
const MAX_NAME_COLUMNS = 24;

/** Renders the merged marks for a terminal of 80 columns. */
export function renderMerged(merged: readonly FoundResult[], total: number): string {
  if (merged.length === 0) return "nothing is marked yet, so nothing was written";
  const rows = merged.map(({ name, result }) => [terminalLine(name), writtenWords(result) ?? ""] as const);
  const width = Math.min(MAX_NAME_COLUMNS, Math.max(...rows.map(([name]) => stringWidth(name))));
  const table = renderTable(rows, [{ width }, { width: COLUMNS - width - 4 }]);
  return `${table}\n\n${wrap(summary(merged, total), COLUMNS, "")}`;
}

function summary(merged: readonly FoundResult[], total: number): string {
  const open = merged.flatMap(({ result }) => result.written).filter(({ points }) => points === null).length;
  const left = open === 0 ? "all answers are marked" : `${countWords(open, "answer")} not marked yet`;
  const unnamed = total === merged.length ? "" : `, ${total - merged.length} of ${total} without marks in these files`;
  return `${countWords(merged.length, "submission")} merged${unnamed}; ${left}`;
}

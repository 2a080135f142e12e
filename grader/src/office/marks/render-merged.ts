import stringWidth from "string-width";
import { terminalLine } from "../../shared/escape.ts";
import { groupBy } from "../../shared/group-by.ts";
import { renderTable } from "../../shared/table.ts";
import { wrap } from "../../shared/wrap.ts";
import { countWords, writtenWords } from "../../pipeline/report/wording.ts";
import type { FoundResult } from "../class/results.ts";

const COLUMNS = 80;
const MAX_NAME_COLUMNS = 24;

/** Renders the merged marks for a terminal of 80 columns. `all` are the results of the class, after merging. */
export function renderMerged(merged: readonly FoundResult[], all: readonly FoundResult[]): string {
  if (merged.length === 0) return "nothing is marked yet, so nothing was written";
  const rows = merged.map(({ name, result }) => [terminalLine(name), writtenWords(result) ?? ""] as const);
  const width = Math.min(MAX_NAME_COLUMNS, Math.max(...rows.map(([name]) => stringWidth(name))));
  const table = renderTable(rows, [{ width }, { width: COLUMNS - width - 4 }]);
  const lines = [summary(merged, all.length), ...(all.length === 1 ? [] : progress(all))];
  return `${table}\n\n${lines.map((line) => wrap(line, COLUMNS, "")).join("\n")}`;
}

/** How much is marked, by question and by marker. */
function progress(all: readonly FoundResult[]): readonly string[] {
  const answers = all.flatMap(({ result }) => result.written);
  const questions = [...groupBy(answers, ({ id }) => id)].map(([id, group]) => {
    return `${id} ${group.filter(({ points }) => points !== null).length}`;
  });
  const named = answers.flatMap(({ marker, points }) => (marker === undefined || points === null ? [] : [marker]));
  const markers = [...groupBy(named, (marker) => marker)].map(
    ([marker, group]) => `${terminalLine(marker)} ${group.length}`,
  );
  return [
    `marked of ${all.length}: ${questions.join(", ")}`,
    ...(markers.length === 0 ? [] : [`answers by marker: ${markers.toSorted().join(", ")}`]),
  ];
}

function summary(merged: readonly FoundResult[], total: number): string {
  const open = merged.flatMap(({ result }) => result.written).filter(({ points }) => points === null).length;
  const left = open === 0 ? "all answers are marked" : `${countWords(open, "answer")} not marked yet`;
  const unnamed = total === merged.length ? "" : `, ${total - merged.length} of ${total} without marks in these files`;
  return `${countWords(merged.length, "submission")} merged${unnamed}; ${left}`;
}

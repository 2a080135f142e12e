import { defuseCommands, visible } from "../../shared/escape.ts";
import { padEnd, wrap } from "../../shared/wrap.ts";
import { countWords, writtenWords } from "../../pipeline/report/wording.ts";
import type { Markable } from "./combine.ts";

const COLUMNS = 80;
const MAX_NAME_COLUMNS = 24;

/** What a merge did, for a terminal of 80 columns. */
export function renderMerged(merged: readonly Markable[], total: number): string {
  if (merged.length === 0) return "nothing is marked yet, so nothing was written";
  const names = merged.map(({ name }) => defuseCommands(visible(name)));
  const width = Math.min(MAX_NAME_COLUMNS, Math.max(...names.map((name) => name.length)));
  const lines = merged.map(({ result }, index) => {
    const hanging = " ".repeat(width + 4);
    return wrap(writtenWords(result) ?? "", COLUMNS, `  ${padEnd(names[index] ?? "", width)}  `, hanging);
  });
  return [...lines, "", wrap(summary(merged, total), COLUMNS, "")].join("\n");
}

function summary(merged: readonly Markable[], total: number): string {
  const open = merged.flatMap(({ result }) => result.written).filter(({ points }) => points === null).length;
  const left = open === 0 ? "all their answers are marked" : `${countWords(open, "answer")} of theirs not marked yet`;
  const untouched =
    total === merged.length ? "" : `, ${total - merged.length} of ${total} without marks in these files`;
  return `${countWords(merged.length, "submission")} merged${untouched}; ${left}`;
}

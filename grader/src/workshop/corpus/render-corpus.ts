import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import type { Alternative, Misconception } from "@robustness-lab/fixtures/corpus";
import type { Losses, MisconceptionTrial, Named } from "./trials.ts";

/** A misconception and what became of it. */
export type MisconceptionRow = MisconceptionTrial & { readonly row: Misconception };

/** An alternative and what became of it with a seed. */
export type AlternativeRow = Losses & { readonly row: Alternative; readonly seed: number };

/** What became of everything that was tried. */
export interface CorpusReport {
  readonly misconceptions: readonly MisconceptionRow[];
  readonly alternatives: readonly AlternativeRow[];
  readonly references: readonly { readonly seed: number; readonly lost: readonly string[] }[];
  readonly pairs: readonly (Losses & { readonly ids: string })[];
}

/** The share of misconceptions that the diagnosis has to name. */
const ENOUGH_NAMED = 0.9;

/** The report as text of at most 80 columns, and whether all is as it must be. */
export function renderCorpus(report: CorpusReport): { readonly text: string; readonly isAsExpected: boolean } {
  const { misconceptions, alternatives, references, pairs } = report;
  const odd = [...misconceptions, ...alternatives, ...pairs].filter((each) => !isWell(each));
  const named = countOf(misconceptions, "named");
  const isAsExpected =
    odd.length === 0 &&
    references.every(({ lost }) => lost.length === 0) &&
    countOf(misconceptions, "misnamed") === 0 &&
    named >= ENOUGH_NAMED * misconceptions.length;
  const lines = [
    HEADER,
    ...EXERCISES.flatMap(({ id }) => exerciseLine(id, report)),
    tableLine("all", misconceptions, alternatives),
    "",
    ...shareLine("reference", references.filter(({ lost }) => lost.length === 0).length, references.length, "seeds"),
    ...shareLine("pairs", pairs.filter(isWell).length, pairs.length, "pairs lose what both lose"),
    ...idsLine("not named", misconceptions, "unnamed"),
    ...idsLine("misnamed", misconceptions, "misnamed"),
    ...misconceptions.filter((each) => !isWell(each)).map((each) => oddLine(each.row.id, each)),
    ...alternatives.filter((each) => !isWell(each)).map((each) => oddLine(`${each.row.id} (seed ${each.seed})`, each)),
    ...pairs.filter((each) => !isWell(each)).map((each) => oddLine(each.ids, each)),
    ...references
      .filter(({ lost }) => lost.length > 0)
      .map(({ seed, lost }) => `seed ${seed} loses ${lost.join(", ")}`),
  ];
  return { text: lines.join("\n"), isAsExpected };
}

const WIDTHS = [10, 15, 10, 8, 10, 10, 15];
const HEADER = row(["exercise", "misconceptions", "as said", "named", "unnamed", "misnamed", "alternatives"]);

function exerciseLine(id: string, { misconceptions, alternatives }: CorpusReport): readonly string[] {
  const wrong = misconceptions.filter((each) => each.row.exercise === id);
  const fair = alternatives.filter((each) => each.row.exercise === id);
  return wrong.length + fair.length === 0 ? [] : [tableLine(id, wrong, fair)];
}

function tableLine(name: string, wrong: readonly MisconceptionRow[], fair: readonly AlternativeRow[]): string {
  const lossless = new Set(fair.map(({ row: { id } }) => id));
  for (const each of fair) if (!isWell(each)) lossless.delete(each.row.id);
  return row([
    name,
    String(wrong.length),
    String(wrong.filter(isWell).length),
    ...(["named", "unnamed", "misnamed"] as const).map((diagnosis) => String(countOf(wrong, diagnosis))),
    `${lossless.size}/${new Set(fair.map(({ row: { id } }) => id)).size}`,
  ]);
}

function row(cells: readonly string[]): string {
  const aligned = cells.map((cell, column) => {
    const width = WIDTHS[column] ?? 0;
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  });
  return aligned.join("");
}

function countOf(rows: readonly MisconceptionRow[], diagnosis: Named): number {
  return rows.filter((each) => each.diagnosis === diagnosis).length;
}

function isWell({ wronglyLost, wronglyKept }: Losses): boolean {
  return wronglyLost.length + wronglyKept.length === 0;
}

function shareLine(what: string, count: number, total: number, of: string): readonly string[] {
  return total === 0 ? [] : [`${what}: ${count} of ${total} ${of}`];
}

function idsLine(what: string, rows: readonly MisconceptionRow[], diagnosis: Named): readonly string[] {
  const ids = rows.filter((each) => each.diagnosis === diagnosis).map(({ row: { id } }) => `  ${id}`);
  return ids.length === 0 ? [] : [`${what}:`, ...ids];
}

function oddLine(name: string, { wronglyLost, wronglyKept }: Losses): string {
  const lost = wronglyLost.length === 0 ? "" : ` lost, and should not have: ${wronglyLost.join(", ")}`;
  const kept = wronglyKept.length === 0 ? "" : ` kept, and should not have: ${wronglyKept.join(", ")}`;
  return `${name}:${lost}${kept}`;
}

import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import type { Alternative, Misconception } from "@robustness-lab/fixtures/corpus";
import { alignColumns } from "../../shared/table.ts";
import type { Losses, MisconceptionTrial, Named } from "./trials.ts";

/** The trial of a misconception with one seed. */
export type MisconceptionRow = MisconceptionTrial & { readonly row: Misconception; readonly seed: number };

/** The trial of an alternative with one seed. */
export type AlternativeRow = Losses & { readonly row: Alternative; readonly seed: number };

/** All trials. */
export interface CorpusReport {
  readonly misconceptions: readonly MisconceptionRow[];
  readonly alternatives: readonly AlternativeRow[];
  readonly references: readonly { readonly seed: number; readonly lost: readonly string[] }[];
  readonly pairs: readonly (Losses & { readonly ids: string })[];
}

/** The share of misconceptions that the diagnosis must name. */
const MIN_NAMED = 0.9;

/** The report as text; its table has at most 80 columns. */
export function renderCorpus(report: CorpusReport): { readonly text: string; readonly isAsExpected: boolean } {
  const { misconceptions, alternatives, references, pairs } = report;
  const unexpected = [
    ...misconceptions.map((each) => oddLine(`${each.row.id} (seed ${each.seed})`, each)),
    ...alternatives.map((each) => oddLine(`${each.row.id} (seed ${each.seed})`, each)),
    ...pairs.map((each) => oddLine(each.ids, each)),
    ...references.map(({ seed, lost }) =>
      oddLine(`the reference (seed ${seed})`, { wronglyLost: lost, wronglyKept: [] }),
    ),
  ].filter((line) => line !== undefined);
  const isAsExpected =
    unexpected.length === 0 &&
    countOf(misconceptions, "misnamed") === 0 &&
    countOf(misconceptions, "named") >= MIN_NAMED * idsOf(misconceptions).size;
  const lines = [
    renderTable(misconceptions, alternatives),
    "",
    ...shareLine("reference", references.filter(({ lost }) => lost.length === 0).length, references.length, "seeds"),
    ...shareLine("pairs", pairs.filter(isExpected).length, pairs.length, "pairs lose what both lose"),
    ...idsLine("not named", misconceptions, "unnamed"),
    ...idsLine("misnamed", misconceptions, "misnamed"),
    ...unexpected,
  ];
  return { text: lines.join("\n"), isAsExpected };
}

const HEADER = ["exercise", "misconceptions", "as expected", "named", "unnamed", "misnamed", "alternatives"];

/** A row for each exercise with trials, and one for all. */
function renderTable(wrong: readonly MisconceptionRow[], fair: readonly AlternativeRow[]): string {
  const isTried = (id: string): boolean => [...wrong, ...fair].some(({ row: { exercise } }) => exercise === id);
  const isOf = (id: string) => (each: MisconceptionRow | AlternativeRow) => each.row.exercise === id;
  const tried = EXERCISES.map(({ id }) => id).filter(isTried);
  const rows = tried.map((id) => tableRow(id, wrong.filter(isOf(id)), fair.filter(isOf(id))));
  return alignColumns([HEADER, ...rows, tableRow("all", wrong, fair)]);
}

function tableRow(
  name: string,
  wrong: readonly MisconceptionRow[],
  fair: readonly AlternativeRow[],
): readonly string[] {
  const [ids, failing] = [idsOf(fair), idsOf(fair.filter((each) => !isExpected(each)))];
  const wrongIds = idsOf(wrong);
  const counts = [
    wrongIds.size,
    wrongIds.size - idsOf(wrong.filter((each) => !isExpected(each))).size,
    countOf(wrong, "named"),
    countOf(wrong, "unnamed"),
    countOf(wrong, "misnamed"),
  ];
  return [name, ...counts.map(String), `${ids.size - failing.size}/${ids.size}`];
}

/** The number of misconceptions with a diagnosis; of several seeds the worst counts. */
function countOf(rows: readonly MisconceptionRow[], diagnosis: Named): number {
  return idsWith(rows, diagnosis).length;
}

function idsWith(rows: readonly MisconceptionRow[], diagnosis: Named): readonly string[] {
  const ids = WORST_FIRST.map((each) => idsOf(rows.filter((row) => row.diagnosis === each)));
  const worse = ids.slice(0, WORST_FIRST.indexOf(diagnosis));
  return [...(ids[WORST_FIRST.indexOf(diagnosis)] ?? [])].filter((id) => !worse.some((each) => each.has(id)));
}

const WORST_FIRST: readonly Named[] = ["misnamed", "unnamed", "named"];

function idsOf(rows: readonly (MisconceptionRow | AlternativeRow)[]): ReadonlySet<string> {
  return new Set(rows.map(({ row }) => row.id));
}

function isExpected({ wronglyLost, wronglyKept }: Losses): boolean {
  return wronglyLost.length + wronglyKept.length === 0;
}

function shareLine(what: string, count: number, total: number, of: string): readonly string[] {
  return total === 0 ? [] : [`${what}: ${count} of ${total} ${of}`];
}

function idsLine(what: string, rows: readonly MisconceptionRow[], diagnosis: Named): readonly string[] {
  const ids = idsWith(rows, diagnosis).map((id) => `  ${id}`);
  return ids.length === 0 ? [] : [`${what}:`, ...ids];
}

function oddLine(name: string, losses: Losses): string | undefined {
  if (isExpected(losses)) return undefined;
  const { wronglyLost, wronglyKept } = losses;
  const lost = wronglyLost.length === 0 ? "" : ` lost by mistake: ${wronglyLost.join(", ")}`;
  const kept = wronglyKept.length === 0 ? "" : ` not lost: ${wronglyKept.join(", ")}`;
  return `${name}:${lost}${kept}`;
}

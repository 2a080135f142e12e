import { alignColumns } from "../../shared/table.ts";
import { wrap } from "../../shared/wrap.ts";
import type { Mutant } from "./mutants.ts";
import type { FileTally, Tally } from "./tally.ts";

/** The share of mutants that the suites must catch, equivalents excluded. */
const THRESHOLD = 0.95;

const COLUMNS = 80;
const COUNTS = ["killed", "timeout", "equivalent", "survived", "fault"] as const;

/** Whether enough mutants were caught, each got a verdict, and the list of equivalents is right. */
export function holds({ score, faults, wrongEntries }: Tally): boolean {
  return score >= THRESHOLD && faults.length === 0 && wrongEntries.length === 0;
}

/** A tally as text: a row for each file, the score, and the mutants to look at. */
export function renderTally({ files, score, survivors, faults, wrongEntries }: Tally): string {
  const countsOf = (own: readonly FileTally[]): readonly string[] =>
    COUNTS.map((name) => String(own.reduce((sum, file) => sum + file[name], 0)));
  const rows = files.map((file) => [file.file, ...countsOf([file])]);
  return [
    alignColumns([["file", ...COUNTS], ...rows, ["all", ...countsOf(files)]]),
    "",
    `${(100 * score).toFixed(1)} % of the mutants were caught, equivalents excluded (at least ${100 * THRESHOLD} %)`,
    ...survivors.map((mutant) => renderMutant("survived", mutant)),
    ...faults.map((mutant) => renderMutant("no verdict", mutant, mutant.reason)),
    ...wrongEntries.map(({ equivalent, why }) =>
      renderMutant(`listed as equivalent, but ${why === "gone" ? "no such mutant" : "caught"}`, equivalent),
    ),
  ].join("\n");
}

type Shown = Pick<Mutant, "file" | "at" | "original" | "replacement"> & Partial<Pick<Mutant, "line">>;

function renderMutant(label: string, { file, line, at, original, replacement }: Shown, reason?: string): string {
  return [
    "",
    `${label}: ${file}${line === undefined ? "" : `:${line}`}`,
    wrap(at, COLUMNS, "    "),
    wrap(original, COLUMNS, "  - ", "    "),
    wrap(replacement, COLUMNS, "  + ", "    "),
    ...(reason === undefined ? [] : [wrap(reason, COLUMNS, "    ")]),
  ].join("\n");
}

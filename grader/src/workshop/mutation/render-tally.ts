import { padEnd, wrap } from "../../shared/wrap.ts";
import type { Mutant } from "./mutants.ts";
import type { FileTally, Tally } from "./tally.ts";

/** The least share of mutants that the suites must catch, of those that can be caught. */
export const THRESHOLD = 0.95;

const COLUMNS = 80;
const COUNTS = ["killed", "timeout", "equivalent", "survived", "fault"] as const;

/** Whether a run shows what it must: enough is caught, every verdict was one, and the list of equivalents is true. */
export function holds({ score, faults, untrue }: Tally): boolean {
  return score >= THRESHOLD && faults.length === 0 && untrue.length === 0;
}

/** A tally for a terminal: a row for each file, the score, and whatever is to be looked at. */
export function renderTally(tally: Tally): string {
  const { files, score, survivors, faults, untrue } = tally;
  const total = sumOf(files);
  return [
    renderRow("file", COUNTS),
    ...[...files, total].map((each) =>
      renderRow(
        each.file,
        COUNTS.map((name) => String(each[name])),
      ),
    ),
    "",
    `${(100 * score).toFixed(1)} % of the mutants that are no equivalents were caught (at least ${100 * THRESHOLD} %)`,
    ...survivors.map((mutant) => renderMutant("survived", mutant)),
    ...faults.map((mutant) => renderMutant("no verdict", mutant)),
    ...untrue.map(({ equivalent, why }) => {
      const told = why === "gone" ? "listed as equivalent, but no such mutant" : "listed as equivalent, but caught";
      return renderMutant(told, equivalent);
    }),
  ].join("\n");
}

function sumOf(files: readonly FileTally[]): FileTally {
  const sum = (name: (typeof COUNTS)[number]): number => files.reduce((total, file) => total + file[name], 0);
  return {
    file: "all",
    killed: sum("killed"),
    timeout: sum("timeout"),
    equivalent: sum("equivalent"),
    survived: sum("survived"),
    fault: sum("fault"),
  };
}

function renderRow(file: string, counts: readonly string[]): string {
  return padEnd(file, 22) + counts.map((count) => count.padStart(11)).join("");
}

type Shown = Pick<Mutant, "file" | "at" | "original" | "replacement"> & Partial<Pick<Mutant, "line" | "reason">>;

function renderMutant(told: string, { file, line, at, original, replacement, reason }: Shown): string {
  const place = line === undefined ? file : `${file}:${line}`;
  const why = told === "no verdict" && reason !== undefined ? [wrap(reason, COLUMNS, "    ")] : [];
  return [
    "",
    `${told}: ${place}`,
    wrap(at, COLUMNS, "    "),
    wrap(original, COLUMNS, "  - ", "    "),
    wrap(replacement, COLUMNS, "  + ", "    "),
    ...why,
  ].join("\n");
}

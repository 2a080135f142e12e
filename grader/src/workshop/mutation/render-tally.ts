import { alignColumns } from "../../shared/table.ts";
import { wrap } from "../../shared/wrap.ts";
import type { Mutant } from "./mutant.ts";
import type { Equivalent, FunctionTally, Tally } from "./tally.ts";
import { sumOf } from "../../shared/sum-of.ts";

const COLUMNS = 80;
const COUNTS = ["mutants", "killed", "timeout", "equivalent", "survived", "fault"] as const;

/** A tally as text: a row for each function, then the mutants to look at. */
export function renderTally({ functions, survivors, faults, wrongEntries }: Tally): string {
  const countsOf = (own: readonly FunctionTally[]): readonly string[] =>
    COUNTS.map((name) => String(sumOf(own.map((each) => each[name]))));
  const rows = functions.map((each) => [each.functionName, ...countsOf([each])]);
  return [
    alignColumns([["function", ...COUNTS], ...rows, ["all", ...countsOf(functions)]]),
    ...survivors.map((mutant) => `\nsurvived: ${renderMutant(mutant)}`),
    ...faults.map((mutant) => `\nno verdict: ${renderMutant(mutant)}\n${wrap(mutant.reason ?? "", COLUMNS, "    ")}`),
    ...wrongEntries.map(({ equivalent, why, mutant }) =>
      why === "gone" || mutant === undefined
        ? `\nlisted as equivalent, but no such mutant:\n${renderEntry(equivalent)}`
        : `\nlisted as equivalent, but caught: ${renderMutant(mutant)}`,
    ),
  ].join("\n");
}

/** A mutant as a change of its line. */
export function renderMutant({ file, line, functionName, operator, at, original, replacement }: Mutant): string {
  return [
    `${file}:${line} (${functionName}, ${operator})`,
    wrap(at, COLUMNS, "    "),
    wrap(original, COLUMNS, "  - ", "    "),
    wrap(replacement, COLUMNS, "  + ", "    "),
  ].join("\n");
}

function renderEntry({ functionName, operator, at, original, replacement, reason }: Equivalent): string {
  const parts = [functionName, operator, at, ...[original, replacement].map((each) => each?.toString()), reason];
  return parts.flatMap((part) => (part === undefined ? [] : [wrap(part, COLUMNS, "    ")])).join("\n");
}

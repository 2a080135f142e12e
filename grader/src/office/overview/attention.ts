import { groupBy } from "../../shared/group-by.ts";
import { countWords } from "../../pipeline/report/wording.ts";
import type { Row } from "./row.ts";

/** Somebody whose submission a person should look at, and why. */
export interface Attention {
  readonly id: string;
  readonly name: string;
  readonly folder: string | null;
  readonly reasons: readonly string[];
}

/** Who needs a human eye, in the order of the class: what the grader cannot settle, and what is odd. */
export function attentionOf(rows: readonly Row[]): readonly Attention[] {
  const usual = usualWarnings(rows);
  const twins = twinsOf(rows);
  return rows
    .map((row) => {
      const { id, name, folder } = row;
      return { id, name, folder, reasons: [...fate(row), ...oddities(row, usual), ...copies(row, twins)] };
    })
    .filter(({ reasons }) => reasons.length > 0);
}

/** What the run said of most, such as that isolation is weak: it is told once. */
export function usualWarnings(rows: readonly Row[]): readonly string[] {
  const all = rows.flatMap(({ outcome }) => (outcome === null ? [] : [outcome.warnings]));
  const found = [...new Set(all.flat())];
  if (all.length < 2) return [];
  return found.filter((warning) => 2 * all.filter((warnings) => warnings.includes(warning)).length > all.length);
}

function fate({ status, problem }: Row): readonly string[] {
  switch (status) {
    case "graded":
    case "pending":
      return [];
    case "submission-error":
      return [`nothing to grade, 0 points: ${problem ?? ""}`];
    case "unreadable":
      return [`cannot be read, no score: ${problem ?? ""}`];
    case "grader-fault":
      return [`the grader failed, no score: ${problem ?? ""}`];
    case "lost":
      return [problem ?? ""];
  }
}

const MAX_WARNINGS = 2;

function oddities({ status, late, outcome }: Row, usual: readonly string[]): readonly string[] {
  const unjudged = outcome?.checks.filter(({ passed }) => passed === null).length ?? 0;
  const own = outcome?.warnings.filter((warning) => !usual.includes(warning)) ?? [];
  return [
    ...(status === "graded" && unjudged > 0 ? [`${countWords(unjudged, "check")} not judged`] : []),
    ...(status === "graded" && outcome?.score === 0 ? ["read and run, but no check passed"] : []),
    ...integrityWords(outcome?.integrity ?? []),
    ...own.slice(0, MAX_WARNINGS).map((warning) => `warning: ${warning}`),
    ...(own.length > MAX_WARNINGS ? [`and ${countWords(own.length - MAX_WARNINGS, "more warning")}`] : []),
    ...(late ? ["handed in late"] : []),
  ];
}

function integrityWords([first, ...others]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  return [`tried what it may not: ${first}${others.length === 0 ? "" : ` (and ${others.length} more)`}`];
}

/** Submissions whose files are the same to the byte. Of anything less alike a result knows nothing. */
function twinsOf(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const graded = rows.filter(({ status }) => status === "graded");
  return groupBy(graded, ({ outcome }) => outcome?.sha256 ?? "");
}

const MAX_NAMES = 5;

function copies(row: Row, twins: ReadonlyMap<string, readonly Row[]>): readonly string[] {
  const sha256 = row.outcome?.sha256;
  const others =
    row.status === "graded" && sha256 != null ? (twins.get(sha256) ?? []).filter((each) => each !== row) : [];
  if (others.length === 0) return [];
  const names = others.slice(0, MAX_NAMES).map(({ name, id }) => name || id);
  const more = others.length > MAX_NAMES ? ` and ${others.length - MAX_NAMES} more` : "";
  return [`the same files as ${names.join(", ")}${more}`];
}

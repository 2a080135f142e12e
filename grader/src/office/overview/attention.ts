import { needsNoReview } from "@robustness-lab/fixtures/hand-in";
import { groupBy } from "../../shared/group-by.ts";
import { countWords } from "../../pipeline/report/wording.ts";
import type { Row } from "./row.ts";

/** A submission that needs manual review, and the reasons. */
export interface Attention {
  readonly id: string;
  readonly name: string;
  readonly folder: string | null;
  readonly reasons: readonly string[];
}

/** The submissions that need manual review, because the grader cannot grade them or something is unusual. */
export function attentionOf(rows: readonly Row[]): readonly Attention[] {
  const usual = usualWarnings(rows);
  const twins = twinsOf(rows);
  return rows
    .map((row) => {
      const { id, name, folder } = row;
      return { id, name, folder, reasons: [...failure(row), ...oddities(row, usual), ...copies(row, twins)] };
    })
    .filter(({ reasons }) => reasons.length > 0);
}

/** Warnings of most submissions, such as weak isolation, which the overview shows once. */
export function usualWarnings(rows: readonly Row[]): readonly string[] {
  const all = rows.flatMap(({ outcome }) => (outcome === null ? [] : [outcome.warnings]));
  const found = [...new Set(all.flat())];
  if (all.length < 2) return [];
  return found.filter((warning) => 2 * all.filter((warnings) => warnings.includes(warning)).length > all.length);
}

function failure({ status, problem }: Row): readonly string[] {
  switch (status) {
    case "graded":
    case "pending":
      return [];
    case "submission-error":
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
  const warnings = outcome?.warnings.filter((warning) => !needsNoReview(warning)) ?? [];
  const own = warnings.filter((warning) => !usual.includes(warning));
  return [
    ...(status === "graded" && unjudged > 0 ? [`${countWords(unjudged, "check")} not judged`] : []),
    ...(status === "graded" && outcome?.score === 0 ? ["graded, but no check passed"] : []),
    ...integrityWords(outcome?.integrity ?? []),
    ...own.slice(0, MAX_WARNINGS).map((warning) => `warning: ${warning}`),
    ...(own.length > MAX_WARNINGS ? [`and ${countWords(own.length - MAX_WARNINGS, "more warning")}`] : []),
    ...(late ? ["submitted late"] : []),
  ];
}

function integrityWords([first, ...others]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  return [`forbidden action: ${first}${others.length === 0 ? "" : ` (and ${others.length} more)`}`];
}

/** Submissions with identical files. A result does not show weaker similarity. */
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

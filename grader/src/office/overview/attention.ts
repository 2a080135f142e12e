import { needsNoReview } from "@robustness-lab/fixtures/hand-in";
import { countWords } from "../../pipeline/report/wording.ts";
import { lateWords } from "../course/late-words.ts";
import type { Late, Row } from "./row.ts";
import type { Similar } from "./similar.ts";

/** A submission that needs manual review, and the reasons. */
export interface Attention {
  /** Those without a score come first, then those who lost whole exercises to one thing. */
  readonly kind: "no-score" | "lost-exercises" | "unusual";
  readonly id: string;
  readonly name: string;
  readonly folder: string | null;
  readonly reasons: readonly string[];
}

const KINDS: readonly Attention["kind"][] = ["no-score", "lost-exercises", "unusual"];

/** The submissions that need manual review, because the grader cannot grade them or something is unusual. */
export function attentionOf(
  rows: readonly Row[],
  similar: ReadonlyMap<string, readonly Similar[]>,
): readonly Attention[] {
  const usual = usualWarnings(rows);
  const found = rows.map((row): Attention => {
    const { id, name, folder } = row;
    const lost = lostWords(row);
    const reasons = [...failure(row), ...lost, ...oddities(row, usual), ...alikeWords(similar.get(id) ?? [])];
    return { kind: kindOf(row, lost), id, name, folder, reasons };
  });
  return found
    .filter(({ reasons }) => reasons.length > 0)
    .sort((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind));
}

function kindOf({ status }: Row, lost: readonly string[]): Attention["kind"] {
  if (status !== "graded" && status !== "pending") return "no-score";
  return lost.length > 0 ? "lost-exercises" : "unusual";
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
    ...(late === null ? [] : [lateness(late)]),
  ];
}

/** How late a submission is, in words. */
function lateness({ minutes, days }: Late): string {
  if (minutes === null) return "submitted late";
  const begun = days === null || days === 0 ? "within the grace" : `${countWords(days, "day")} begun`;
  return `submitted ${lateWords({ minutes })}, ${begun}`;
}

function integrityWords([first, ...others]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  return [`forbidden action: ${first}${others.length === 0 ? "" : ` (and ${others.length} more)`}`];
}

function lostWords({ outcome }: Row): readonly string[] {
  return (outcome?.lost ?? []).map(({ exercises, points, reason }) => {
    return `all of ${exercises.join(", ")} is lost (${countWords(points, "point")}) to one thing: ${reason}`;
  });
}

const MAX_NAMES = 3;

function alikeWords(similar: readonly Similar[]): readonly string[] {
  if (similar.length === 0) return [];
  const names = similar
    .slice(0, MAX_NAMES)
    .map(({ name, id, share }) => `${name || id} (${Math.round(100 * share)} %)`);
  const more = similar.length > MAX_NAMES ? ` and ${similar.length - MAX_NAMES} more` : "";
  return [`code like that of ${names.join(", ")}${more}`];
}

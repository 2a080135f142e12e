import type { ClassEntry } from "../class/class-file.ts";
import type { Result } from "../../pipeline/score/result.ts";

/** What a class overview keeps of one submission: names and numbers, so that a large class stays small. */
export interface Row {
  readonly id: string;
  readonly name: string;
  /** "lost": class.json tells of a result that is not in its folder. */
  readonly status: ClassEntry["status"] | "lost";
  /** Where report.html is, below the class; null without a result. */
  readonly folder: string | null;
  /** Why there is no score, or nothing that could be scored; null where all is well. */
  readonly problem: string | null;
  readonly late: boolean;
  readonly outcome: Outcome | null;
}

/** The numbers of one result. */
export interface Outcome {
  readonly sha256: string | null;
  readonly score: number;
  readonly maxScore: number;
  readonly partial: boolean;
  readonly checks: readonly JudgedItem[];
  readonly misconceptions: readonly NamedMistake[];
  /** Points of the written part; null while some of it is not marked. */
  readonly written: number | null;
  readonly writtenMax: number;
  readonly integrity: readonly string[];
  readonly warnings: readonly string[];
  readonly durationMs: number;
}

export interface JudgedItem {
  readonly id: string;
  readonly exercise: string;
  readonly title: string;
  readonly maxPoints: number;
  /** null for what nobody judged. */
  readonly passed: boolean | null;
}

export interface NamedMistake {
  readonly id: string;
  readonly explanation: string;
  readonly checks: readonly string[];
}

/** The row of somebody whose result was read. */
export function toRow(entry: Identity, result: Result): Row {
  const { status } = result;
  const problem = status === "graded" ? null : result.problem;
  return { ...identity(entry), status, folder: entry.folder, problem, outcome: toOutcome(result) };
}

/** The row of somebody without a result. */
export function toRowWithout(entry: ClassEntry): Row {
  const problem = "problem" in entry ? entry.problem : null;
  if (!("folder" in entry)) return { ...identity(entry), status: entry.status, folder: null, problem, outcome: null };
  const lost = `class.json tells of a result in ${entry.folder}, which is not there: grade again with --resume`;
  return { ...identity(entry), status: "lost", folder: null, problem: lost, outcome: null };
}

/** What is known of somebody besides a result. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly lms?: ClassEntry["lms"];
}

function identity({ id, name, lms }: Omit<Identity, "folder">): Pick<Row, "id" | "name" | "late"> {
  return { id, name, late: lms !== undefined && "late" in lms && lms.late };
}

function toOutcome(result: Result): Outcome {
  const open = result.written.some(({ points }) => points === null);
  return {
    sha256: result.submission.sha256,
    score: result.status === "grader-fault" ? 0 : result.score,
    maxScore: result.maxScore,
    partial: result.only !== undefined,
    checks: result.checks.map(({ id, exercise, title, maxPoints, verdict }) => {
      return { id, exercise, title, maxPoints, passed: verdict === "unjudged" ? null : verdict === "passed" };
    }),
    misconceptions: mistakesIn(result),
    written: open ? null : result.written.reduce((sum, { points }) => sum + (points ?? 0), 0),
    writtenMax: result.written.reduce((sum, { maxPoints }) => sum + maxPoints, 0),
    integrity: result.integrity,
    warnings: result.warnings,
    durationMs: result.durationMs,
  };
}

function mistakesIn({ checks }: Result): readonly NamedMistake[] {
  const found = new Map<string, { explanation: string; checks: string[] }>();
  for (const check of checks) {
    if (check.verdict !== "failed" || check.misconception === undefined) continue;
    const { id, explanation } = check.misconception;
    const known = found.get(id);
    if (known === undefined) found.set(id, { explanation, checks: [check.id] });
    else known.checks.push(check.id);
  }
  return [...found].map(([id, mistake]) => ({ id, ...mistake }));
}

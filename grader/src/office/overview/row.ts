import type { ClassEntry } from "../class/class-file.ts";
import { writtenTotal, type MarkedCriterion, type Result, type WrittenResult } from "../../pipeline/score/result.ts";
import { lostExercises, type LostExercises } from "./lost-exercises.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** The data that a class overview keeps per submission: kept small, so that a large class needs little memory. */
export interface Row {
  readonly id: string;
  readonly name: string;
  /** "lost": class.json lists a result that is not in its folder. */
  readonly status: ClassEntry["status"] | "lost";
  /** The folder of report.html, relative to the class; null without a result. */
  readonly folder: string | null;
  /** The reason why there is no score; otherwise null. */
  readonly problem: string | null;
  readonly late: Late | null;
  /** The names of a team. */
  readonly members: readonly string[];
  readonly outcome: Outcome | null;
}

/** How late: null if only that it is late is known. */
export interface Late {
  readonly minutes: number | null;
  /** Days begun, for the penalty; 0 within the grace. */
  readonly days: number | null;
}

/** The data of one result. */
interface Outcome {
  readonly sha256: string | null;
  readonly score: number;
  readonly maxScore: number;
  readonly partial: boolean;
  readonly checks: readonly JudgedItem[];
  readonly lost: readonly LostExercises[];
  readonly misconceptions: readonly NamedMistake[];
  readonly patterns: readonly NamedMistake[];
  /** Points of the written part, with the adjustment; null if a part of it is not marked yet. */
  readonly written: number | null;
  readonly writtenMax: number;
  readonly adjustment: number | null;
  readonly answers: readonly MarkedAnswer[];
  readonly integrity: readonly string[];
  readonly warnings: readonly string[];
  readonly durationMs: number;
}

/** The marks of one written answer. */
export interface MarkedAnswer extends Pick<WrittenResult, "id" | "question" | "points" | "maxPoints"> {
  readonly criteria: readonly MarkedCriterion[];
}

export interface JudgedItem {
  readonly id: string;
  readonly exercise: string;
  readonly title: string;
  readonly maxPoints: number;
  /** null if not judged. */
  readonly passed: boolean | null;
}

/** A misconception or a pattern of one submission. */
export interface NamedMistake {
  readonly id: string;
  readonly explanation: string;
  readonly checks: readonly string[];
}

/** The row of a submission with a result. */
export function toRow(entry: Identity, result: Result): Row {
  const { status } = result;
  const problem = status === "graded" ? null : result.problem;
  return { ...identity(entry), status, folder: entry.folder, problem, outcome: toOutcome(result) };
}

/** The row of a submission without a result. */
export function toRowWithout(entry: ClassEntry): Row {
  const problem = "problem" in entry ? entry.problem : null;
  if (!("folder" in entry)) return { ...identity(entry), status: entry.status, folder: null, problem, outcome: null };
  const lost = `class.json lists a result in ${entry.folder}, which is missing: grade again with --resume`;
  return { ...identity(entry), status: "lost", folder: null, problem: lost, outcome: null };
}

/** The data about a submission that is not in its result. */
export type Identity = Pick<ClassEntry, "id" | "name" | "lms" | "team" | "lateness"> & { readonly folder: string };

function identity(entry: Omit<Identity, "folder">): Pick<Row, "id" | "name" | "late" | "members"> {
  const { id, name, team = [] } = entry;
  return { id, name, late: lateOf(entry), members: team.map((member) => member.name) };
}

function lateOf({ lms, lateness }: Omit<Identity, "folder">): Late | null {
  if (lateness !== undefined) return lateness.minutes === 0 ? null : { minutes: lateness.minutes, days: lateness.days };
  return lms !== undefined && "late" in lms && lms.late ? { minutes: null, days: null } : null;
}

function toOutcome(result: Result): Outcome {
  return {
    sha256: result.submission.sha256,
    score: result.status === "graded" ? result.score : 0,
    maxScore: result.maxScore,
    partial: result.only !== undefined,
    checks: result.checks.map(({ id, exercise, title, maxPoints, verdict }) => {
      return { id, exercise, title, maxPoints, passed: verdict === "unjudged" ? null : verdict === "passed" };
    }),
    lost: lostExercises(result),
    misconceptions: mistakesIn(result, "misconception"),
    patterns: mistakesIn(result, "pattern"),
    written: writtenTotal(result),
    writtenMax: sumOf(result.written.map(({ maxPoints }) => maxPoints)),
    adjustment: result.adjustment?.points ?? null,
    answers: result.written.map(({ id, question, points, maxPoints, criteria = [] }) => {
      return { id, question, points, maxPoints, criteria };
    }),
    integrity: result.integrity,
    warnings: result.warnings,
    durationMs: result.durationMs,
  };
}

function mistakesIn({ checks }: Result, kind: "misconception" | "pattern"): readonly NamedMistake[] {
  const found = new Map<string, { explanation: string; checks: string[] }>();
  for (const check of checks) {
    const mistake = check.verdict === "failed" ? check[kind] : undefined;
    if (mistake === undefined) continue;
    const { id, explanation } = mistake;
    const known = found.get(id);
    if (known === undefined) found.set(id, { explanation, checks: [check.id] });
    else known.checks.push(check.id);
  }
  return [...found].map(([id, rest]) => ({ id, ...rest }));
}

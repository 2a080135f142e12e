import { groupBy } from "../../shared/group-by.ts";
import type { ClassSettings } from "../class/class-file.ts";
import { attentionOf, usualWarnings, type Attention } from "./attention.ts";
import { checksOf, exercisesOf, pointsIn, rounded, type CheckSummary, type ExerciseSummary } from "./items.ts";
import type { NamedMistake, Row } from "./row.ts";
import { mean, quantile, standardDeviation, tenths } from "./statistics.ts";

/** The version of overview.json; it changes with its shape. */
const OVERVIEW_SCHEMA_ID = "robustness-lab/overview/v1";

/** The contents of overview.json. Undefined numbers are null. */
export interface ClassOverview {
  readonly schema: typeof OVERVIEW_SCHEMA_ID;
  /** null if there is no class.json. */
  readonly run: ClassSettings | null;
  /** True if every submission of the whole class was graded. */
  readonly finished: boolean;
  readonly counts: Readonly<Record<Row["status"] | "submissions", number>>;
  readonly warnings: readonly string[];
  readonly scores: ScoreSummary;
  readonly exercises: readonly ExerciseSummary[];
  readonly checks: readonly CheckSummary[];
  readonly misconceptions: readonly MistakeSummary[];
  readonly patterns: readonly MistakeSummary[];
  readonly slowest: readonly Pick<SubmissionSummary, "id" | "name" | "folder" | "durationMs">[];
  readonly attention: readonly Attention[];
  readonly submissions: readonly SubmissionSummary[];
}

/** Automatic scores of the graded submissions, in percent of the maximum. */
interface ScoreSummary {
  readonly n: number;
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  readonly lowerQuartile: number | null;
  readonly median: number | null;
  readonly upperQuartile: number | null;
  readonly histogram: readonly { readonly from: number; readonly to: number; readonly count: number }[];
}

interface MistakeSummary extends NamedMistake {
  readonly submissions: number;
}

export interface SubmissionSummary extends Pick<Row, "id" | "name" | "status" | "folder"> {
  readonly score: number | null;
  readonly maxScore: number | null;
  /** Points by exercise; null if no check of it was judged. */
  readonly exercises: Readonly<Record<string, number | null>>;
  readonly written: number | null;
  readonly writtenMax: number | null;
  readonly durationMs: number | null;
}

const SLOWEST = 10;

/** Summarises the rows of a class, which are in the order of the class. */
export function toClassOverview(rows: readonly Row[], run: ClassSettings | null): ClassOverview {
  const graded = rows.filter(({ status }) => status === "graded");
  const exercises = exercisesOf(graded);
  const submissions = rows.map((row) => toSubmission(row, exercises));
  return {
    schema: OVERVIEW_SCHEMA_ID,
    run,
    finished: run?.shards === undefined && rows.every(({ status }) => status !== "pending"),
    counts: countsOf(rows),
    warnings: usualWarnings(rows),
    scores: scoresOf(graded),
    exercises,
    checks: checksOf(graded),
    misconceptions: summaryOf(graded.flatMap(({ outcome }) => outcome?.misconceptions ?? [])),
    patterns: summaryOf(graded.flatMap(({ outcome }) => outcome?.patterns ?? [])),
    slowest: slowestOf(submissions),
    attention: attentionOf(rows),
    submissions,
  };
}

function countsOf(rows: readonly Row[]): ClassOverview["counts"] {
  const count = (wanted: Row["status"]): number => rows.filter(({ status }) => status === wanted).length;
  return {
    submissions: rows.length,
    graded: count("graded"),
    "submission-error": count("submission-error"),
    unreadable: count("unreadable"),
    "grader-fault": count("grader-fault"),
    lost: count("lost"),
    pending: count("pending"),
  };
}

function scoresOf(graded: readonly Row[]): ScoreSummary {
  const shares = graded.map(({ outcome }) => (outcome?.score ?? 0) / Math.max(1, outcome?.maxScore ?? 0));
  const percents = shares.map((each) => 100 * each);
  return {
    n: graded.length,
    mean: rounded(mean(percents)),
    standardDeviation: rounded(standardDeviation(percents)),
    lowerQuartile: rounded(quantile(percents, 0.25)),
    median: rounded(quantile(percents, 0.5)),
    upperQuartile: rounded(quantile(percents, 0.75)),
    histogram: tenths(shares).map((count, index) => ({ from: 10 * index, to: 10 * (index + 1), count })),
  };
}

/** By id, the most common first. */
function summaryOf(found: readonly NamedMistake[]): readonly MistakeSummary[] {
  const groups = [...groupBy(found, ({ id }) => id)].map(([id, group]) => ({
    id,
    explanation: group[0]?.explanation ?? "",
    checks: [...new Set(group.flatMap(({ checks }) => checks))],
    submissions: group.length,
  }));
  return groups.sort((one, other) => other.submissions - one.submissions || (one.id < other.id ? -1 : 1));
}

function slowestOf(submissions: readonly SubmissionSummary[]): ClassOverview["slowest"] {
  return submissions
    .filter(({ durationMs }) => durationMs !== null)
    .toSorted((one, other) => (other.durationMs ?? 0) - (one.durationMs ?? 0))
    .slice(0, SLOWEST)
    .map(({ id, name, folder, durationMs }) => ({ id, name, folder, durationMs }));
}

function toSubmission(row: Row, exercises: readonly ExerciseSummary[]): SubmissionSummary {
  const { id, name, status, folder, outcome } = row;
  return {
    ...{ id, name, status, folder },
    score: status === "graded" ? (outcome?.score ?? null) : null,
    maxScore: outcome?.maxScore ?? null,
    exercises: Object.fromEntries(exercises.map((exercise) => [exercise.id, pointsIn(row, exercise.id)])),
    written: outcome?.written ?? null,
    writtenMax: outcome?.writtenMax ?? null,
    durationMs: outcome?.durationMs ?? null,
  };
}

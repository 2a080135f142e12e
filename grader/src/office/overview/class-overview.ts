import { groupBy } from "../../shared/group-by.ts";
import type { ClassSettings } from "../class/class-file.ts";
import type { Similarity } from "../similarity/similarity-file.ts";
import { attentionOf, usualWarnings, type Attention } from "./attention.ts";
import { checksOf, exercisesOf, pointsIn, rounded, type CheckSummary, type ExerciseSummary } from "./items.ts";
import type { NamedMistake, Row } from "./row.ts";
import { similarIn, type Similar } from "./similar.ts";
import { mean, quantile, standardDeviation, tenths } from "./statistics.ts";
import { questionsOf, type QuestionSummary } from "./written-items.ts";

/** The version of overview.json; it changes with its shape. */
const OVERVIEW_SCHEMA_ID = "robustness-lab/overview/v3";

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
  readonly questions: readonly QuestionSummary[];
  readonly misconceptions: readonly MistakeSummary[];
  readonly patterns: readonly MistakeSummary[];
  readonly slowest: readonly Pick<SubmissionSummary, "id" | "name" | "folder" | "durationMs">[];
  readonly attention: readonly Attention[];
  /** Graded submissions that were not compared with the others; null if none was. */
  readonly uncompared: number | null;
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

export interface MistakeSummary extends NamedMistake {
  readonly submissions: number;
  /** Their ids. */
  readonly by: readonly string[];
}

export interface SubmissionSummary extends Pick<Row, "id" | "name" | "status" | "folder" | "late" | "members"> {
  readonly score: number | null;
  readonly maxScore: number | null;
  /** Points by exercise; null if no check of it was judged. */
  readonly exercises: Readonly<Record<string, number | null>>;
  /** Points by written question; null if it is not marked yet. */
  readonly questions: Readonly<Record<string, number | null>>;
  readonly adjustment: number | null;
  /** With the adjustment. */
  readonly written: number | null;
  readonly writtenMax: number | null;
  /** The number of forbidden actions. */
  readonly integrity: number;
  /** Submissions with which it stands out as alike, the most first; null if it was not compared. */
  readonly similar: readonly Similar[] | null;
  readonly durationMs: number | null;
}

const SLOWEST = 10;

/** Summarises the rows of a class, which are in the order of the class. */
export function toClassOverview(
  rows: readonly Row[],
  run: ClassSettings | null,
  similarity?: Similarity,
): ClassOverview {
  const similar = similarIn(rows, similarity);
  const graded = rows.filter(({ status }) => status === "graded");
  const exercises = exercisesOf(graded);
  const submissions = rows.map((row) => toSubmission(row, exercises, similar.get(row.id) ?? null));
  return {
    schema: OVERVIEW_SCHEMA_ID,
    run,
    finished: run?.shards === undefined && rows.every(({ status }) => status !== "pending"),
    counts: countsOf(rows),
    warnings: usualWarnings(rows),
    scores: scoresOf(graded),
    exercises,
    checks: checksOf(graded),
    questions: questionsOf(graded),
    misconceptions: summaryOf(graded, "misconceptions"),
    patterns: summaryOf(graded, "patterns"),
    slowest: slowestOf(submissions),
    attention: attentionOf(rows, similar),
    uncompared: similarity === undefined ? null : graded.length - similar.size,
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
function summaryOf(graded: readonly Row[], kind: "misconceptions" | "patterns"): readonly MistakeSummary[] {
  const found = graded.flatMap(({ id, outcome }) => (outcome?.[kind] ?? []).map((mistake) => ({ ...mistake, by: id })));
  const groups = [...groupBy(found, ({ id }) => id)].map(([id, group]) => ({
    id,
    explanation: group[0]?.explanation ?? "",
    checks: [...new Set(group.flatMap(({ checks }) => checks))],
    submissions: group.length,
    by: group.map(({ by }) => by),
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

function toSubmission(
  row: Row,
  exercises: readonly ExerciseSummary[],
  similar: readonly Similar[] | null,
): SubmissionSummary {
  const { id, name, status, folder, late, members, outcome } = row;
  return {
    ...{ id, name, status, folder },
    score: status === "graded" ? (outcome?.score ?? null) : null,
    maxScore: outcome?.maxScore ?? null,
    exercises: Object.fromEntries(exercises.map((exercise) => [exercise.id, pointsIn(row, exercise.id)])),
    questions: Object.fromEntries((outcome?.answers ?? []).map((answer) => [answer.id, answer.points])),
    adjustment: outcome?.adjustment ?? null,
    written: outcome?.written ?? null,
    writtenMax: outcome?.writtenMax ?? null,
    late,
    members,
    integrity: outcome?.integrity.length ?? 0,
    similar,
    durationMs: outcome?.durationMs ?? null,
  };
}

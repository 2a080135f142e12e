import { NAME_CHARACTERS, visible } from "../../shared/escape.ts";
import { histogramPlot } from "../../pipeline/report/plots.ts";
import { countWords, type Fact } from "../../pipeline/report/wording.ts";
import type { Attention } from "./attention.ts";
import type { ClassOverview, MistakeSummary, SubmissionSummary } from "./class-overview.ts";
import type { CheckSummary, ExerciseSummary } from "./items.ts";

/** The data of overview.html.hbs. `histogram` is markup; the template must escape the other strings. */
export interface OverviewView {
  readonly heading: string;
  readonly alerts: readonly string[];
  readonly states: readonly string[];
  readonly withoutScore: readonly AttentionView[];
  readonly attention: readonly AttentionView[];
  readonly moreAttention: readonly AttentionView[];
  readonly attentionCount: string;
  readonly columns: Columns;
  readonly submissions: readonly SubmissionView[];
  readonly scores: { readonly facts: readonly Fact[]; readonly histogram: string } | null;
  readonly exercises: readonly ExerciseView[];
  readonly mistakes: readonly MistakeGroup[];
  readonly environment: readonly Fact[];
}

/** Columns that say something about this class. */
interface Columns {
  readonly written: boolean;
  readonly late: boolean;
  readonly integrity: boolean;
  readonly similar: boolean;
}

interface LinkView {
  readonly name: string;
  /** null if it is the same as the name. */
  readonly id: string | null;
  readonly href: string | null;
}

interface AttentionView extends LinkView {
  readonly reasons: readonly string[];
}

/** Who makes a mistake: links to their reports, and their ids to copy. */
interface WhoView {
  readonly people: readonly LinkView[];
  /** One per line. */
  readonly ids: string;
  readonly count: string;
}

interface MistakeGroup {
  readonly anchor: string;
  readonly title: string;
  readonly lead: string;
  readonly mistakes: readonly MistakeView[];
  readonly more: readonly MistakeView[];
}

interface ExerciseView {
  readonly id: string;
  readonly title: string;
  readonly mean: string;
  readonly bar: string;
  readonly failures: string;
  readonly checks: readonly CheckView[];
}

interface MistakeView {
  readonly explanation: string;
  readonly id: string;
  readonly checks: string;
  readonly who: WhoView;
}

interface CheckView {
  readonly id: string;
  readonly title: string;
  readonly passed: string;
  readonly bar: string;
  readonly difficulty: string;
  readonly discrimination: string;
  readonly isSuspicious: boolean;
  /** null if everybody passed. */
  readonly who: WhoView | null;
}

/** A cell, and what it is sorted by. */
interface CellView {
  readonly text: string;
  readonly value: number;
}

interface SubmissionView extends LinkView {
  readonly members: string | null;
  readonly status: string;
  readonly score: CellView;
  /** One block per exercise, filled in proportion to its points. */
  readonly blocks: readonly { readonly x: string; readonly width: string; readonly filled: string }[];
  readonly blocksLabel: string;
  readonly written: CellView;
  readonly late: CellView;
  readonly integrity: CellView;
  readonly similar: CellView;
  readonly duration: CellView;
  /** For the filter: "no-score", "review", "late", "integrity", "similar", "unmarked". */
  readonly flags: string;
}

const STATES = {
  graded: "graded",
  "submission-error": "cannot be read",
  unreadable: "cannot be opened",
  "grader-fault": "not graded because the grader failed",
  lost: "with a missing result",
  pending: "not graded yet",
} as const;
const STATUS_WORDS = {
  graded: "",
  "submission-error": "cannot be read",
  unreadable: "cannot be read",
  "grader-fault": "grader failed",
  lost: "result missing",
  pending: "not graded yet",
} as const;

/** The rest are folded up, so that sixty submissions fit five screens. */
const MAX_MISTAKES = 8;
const MAX_ATTENTION = 12;

/** Prepares a class for overview.html.hbs. */
export function toOverviewView(overview: ClassOverview): OverviewView {
  const { counts, attention, submissions, exercises } = overview;
  const people = new Map(submissions.map((each) => [each.id, link(each)]));
  const review = attention.filter(({ kind }) => kind !== "no-score").map(attentionView);
  return {
    heading: countWords(counts.submissions, "submission"),
    alerts: alertsOf(overview),
    states: Object.entries(STATES).flatMap(([status, words]) => {
      const count = counts[status as keyof typeof STATES];
      return count === 0 ? [] : [`${count} ${words}`];
    }),
    withoutScore: attention.filter(({ kind }) => kind === "no-score").map(attentionView),
    attention: review.slice(0, MAX_ATTENTION),
    moreAttention: review.slice(MAX_ATTENTION),
    attentionCount: countWords(review.length, "submission"),
    columns: columnsOf(submissions),
    submissions: submissionViews(overview),
    scores: scoresView(overview),
    exercises: exercises.map((exercise) => exerciseView(exercise, overview, people)),
    mistakes: [
      mistakeGroup(MISCONCEPTIONS, overview.misconceptions, people),
      mistakeGroup(PATTERNS, overview.patterns, people),
    ],
    environment: environmentOf(overview),
  };
}

const MISCONCEPTIONS = {
  anchor: "misconceptions",
  title: "Most common misconceptions",
  lead: "Known mistakes that give the same wrong results, and who makes them.",
};
const PATTERNS = {
  anchor: "patterns",
  title: "Most common patterns",
  lead: "How wrong answers differ from the right ones where no known mistake fits, and whose do.",
};

type People = ReadonlyMap<string, LinkView>;

function mistakeGroup(heading: typeof PATTERNS, summaries: readonly MistakeSummary[], people: People): MistakeGroup {
  const mistakes = summaries.map(({ explanation, id, checks, by }) => ({
    explanation: visible(explanation),
    id: visible(id),
    checks: visible(checks.join(", ")),
    who: whoView(by, people),
  }));
  return { ...heading, mistakes: mistakes.slice(0, MAX_MISTAKES), more: mistakes.slice(MAX_MISTAKES) };
}

function whoView(ids: readonly string[], people: People): WhoView {
  return {
    people: ids.flatMap((id) => people.get(id) ?? []),
    ids: ids.map((id) => visible(id)).join("\n"),
    count: String(ids.length),
  };
}

function attentionView(attention: Attention): AttentionView {
  return { ...link(attention), reasons: attention.reasons.map((reason) => visible(reason, 400)) };
}

function alertsOf({ finished, counts, run, warnings, uncompared }: ClassOverview): readonly string[] {
  const { only, shards } = run ?? {};
  const left = counts.pending === 0 ? "" : ` ${countWords(counts.pending, "submission")} not graded yet.`;
  const part = shards === undefined ? "" : ` It contains only part ${shards.parts.join(", ")} of ${shards.of}.`;
  return [
    ...(finished ? [] : [`This class is not finished.${left}${part}`]),
    ...(only === undefined
      ? []
      : [`Partial run: only ${visible(only.join(", "))} was graded, so these are not total scores.`]),
    ...((uncompared ?? 0) === 0
      ? []
      : [`${countWords(uncompared ?? 0, "result")} newer than similarity.html: run similarity again.`]),
    ...warnings.map((warning) => visible(warning)),
  ];
}

function scoresView({ scores }: ClassOverview): OverviewView["scores"] {
  if (scores.n === 0) return null;
  const percent = (value: number | null): string => (value === null ? "–" : `${value.toFixed(1)} %`);
  const facts = [
    { label: "Graded", value: String(scores.n) },
    { label: "Median", value: percent(scores.median) },
    { label: "Mean", value: percent(scores.mean) },
    { label: "Standard deviation", value: percent(scores.standardDeviation) },
    { label: "Middle half", value: `${percent(scores.lowerQuartile)} to ${percent(scores.upperQuartile)}` },
  ];
  const text = { title: "Scores", xLabel: "score (% of the automatic points)", yLabel: "submissions" };
  return { facts, histogram: histogramPlot(scores.histogram, text, "page") };
}

function exerciseView(
  { id, title, meanPoints, maxPoints, n }: ExerciseSummary,
  { checks }: ClassOverview,
  people: People,
): ExerciseView {
  const own = checks.filter(({ exercise }) => exercise === id);
  const failing = new Set(own.flatMap(({ failedBy }) => failedBy)).size;
  return {
    id: visible(id),
    title: visible(title),
    mean: `${meanPoints === null ? "–" : meanPoints.toFixed(1)} / ${maxPoints}`,
    bar: `${percentOf(meanPoints, maxPoints).toFixed(1)}%`,
    failures: `${failing} of ${n} fail a check`,
    checks: own.map((check) => checkView(check, people)),
  };
}

function checkView(
  { id, title, n, passed, difficulty, discrimination, failedBy }: CheckSummary,
  people: People,
): CheckView {
  return {
    id: visible(id),
    title: visible(title),
    passed: `${passed} of ${n}`,
    bar: `${percentOf(difficulty, 1).toFixed(1)}%`,
    difficulty: difficulty === null ? "–" : difficulty.toFixed(2),
    discrimination: discrimination === null ? "–" : discrimination.toFixed(2).replace("-", "−"),
    isSuspicious: discrimination !== null && discrimination < 0,
    who: failedBy.length === 0 ? null : whoView(failedBy, people),
  };
}

function columnsOf(submissions: readonly SubmissionSummary[]): Columns {
  return {
    written: submissions.some(({ writtenMax }) => (writtenMax ?? 0) > 0),
    late: submissions.some(({ late }) => late !== null),
    integrity: submissions.some(({ integrity }) => integrity > 0),
    similar: submissions.some(({ similar }) => similar !== null),
  };
}

function submissionViews({ submissions, exercises, attention }: ClassOverview): readonly SubmissionView[] {
  const review = new Set(attention.map(({ id }) => id));
  return submissions.map((each) => submissionView(each, exercises, review.has(each.id)));
}

function submissionView(
  submission: SubmissionSummary,
  exercises: readonly ExerciseSummary[],
  needsReview: boolean,
): SubmissionView {
  const { status, score, maxScore, members, durationMs, integrity } = submission;
  const parts = exercises.map(({ id, maxPoints }) => ({ id, maxPoints, points: submission.exercises[id] ?? null }));
  return {
    ...link(submission),
    members: members.length === 0 ? null : visible(members.join(", "), NAME_CHARACTERS),
    status: STATUS_WORDS[status],
    score: { text: score === null ? "no score" : `${score} / ${maxScore ?? ""}`, value: score ?? -1 },
    blocks: blocksOf(parts),
    blocksLabel: visible(
      parts.map(({ id, points, maxPoints }) => `${id}: ${points ?? "–"} of ${maxPoints}`).join(", "),
    ),
    written: writtenCell(submission),
    late: lateCell(submission),
    integrity: { text: integrity === 0 ? "" : String(integrity), value: integrity },
    similar: similarCell(submission),
    duration: { text: durationMs === null ? "" : `${(durationMs / 1000).toFixed(1)} s`, value: durationMs ?? -1 },
    flags: flagsOf(submission, needsReview).join(" "),
  };
}

function blocksOf(parts: readonly { readonly points: number | null; readonly maxPoints: number }[]) {
  const width = 100 / Math.max(1, parts.length);
  return parts.map(({ points, maxPoints }, index) => ({
    x: `${(index * width).toFixed(2)}%`,
    width: `${(width * 0.85).toFixed(2)}%`,
    filled: `${((width * 0.85 * percentOf(points, maxPoints)) / 100).toFixed(2)}%`,
  }));
}

function writtenCell({ written, writtenMax }: SubmissionSummary): CellView {
  if (writtenMax === null || writtenMax === 0) return { text: "", value: -2 };
  return written === null ? { text: "to mark", value: -1 } : { text: `${written} / ${writtenMax}`, value: written };
}

function lateCell({ late }: SubmissionSummary): CellView {
  if (late === null) return { text: "", value: -1 };
  const { minutes, days } = late;
  if (minutes === null) return { text: "late", value: 0 };
  return { text: (days ?? 0) === 0 ? `${minutes} min` : countWords(days ?? 0, "day"), value: minutes };
}

function similarCell({ similar }: SubmissionSummary): CellView {
  const [first] = similar ?? [];
  if (first === undefined) return { text: "", value: similar === null ? -1 : 0 };
  return { text: `${Math.round(100 * first.share)} % ${visible(first.name || first.id, 40)}`, value: first.share };
}

function flagsOf(submission: SubmissionSummary, needsReview: boolean): readonly string[] {
  const { score, late, integrity, similar, written, writtenMax } = submission;
  const flags = {
    "no-score": score === null,
    review: needsReview,
    late: late !== null,
    integrity: integrity > 0,
    similar: (similar?.length ?? 0) > 0,
    unmarked: (writtenMax ?? 0) > 0 && written === null,
  };
  return Object.entries(flags).flatMap(([flag, isSet]) => (isSet ? [flag] : []));
}

function environmentOf({ run }: ClassOverview): readonly Fact[] {
  if (run === null) return [];
  const { version, engine, isolation, seed } = run.grader;
  const facts = { Engine: engine, Isolation: isolation, Seed: String(seed), Grader: version };
  return Object.entries(facts).map(([label, value]) => ({ label, value: visible(value) }));
}

/** The folder is encoded as one segment of a path, so that the link cannot lead elsewhere. */
function link({ id, name, folder }: Pick<SubmissionSummary, "id" | "name" | "folder">): LinkView {
  return {
    name: visible(name, NAME_CHARACTERS).trim() || visible(id, NAME_CHARACTERS),
    id: id === name ? null : visible(id, NAME_CHARACTERS),
    href: folder === null ? null : `./${encodeURIComponent(folder.replace(/\p{Cs}/gu, "\uFFFD"))}/report.html`,
  };
}

function percentOf(points: number | null, maxPoints: number): number {
  return points === null || maxPoints === 0 ? 0 : (100 * points) / maxPoints;
}

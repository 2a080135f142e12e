import prettyMilliseconds from "pretty-ms";
import { NAME_CHARACTERS, visible } from "../../shared/escape.ts";
import { histogramPlot } from "../../pipeline/report/plots.ts";
import { titleOf } from "../../pipeline/report/sort-checks.ts";
import { countWords, type Fact } from "../../pipeline/report/wording.ts";
import { groupBy } from "../../shared/group-by.ts";
import type { ClassOverview, SubmissionSummary } from "./class-overview.ts";
import type { CheckSummary, ExerciseSummary } from "./items.ts";

/** The data of overview.html.hbs. `histogram` is markup; the template must escape the other strings. */
export interface OverviewView {
  readonly heading: string;
  readonly alerts: readonly string[];
  readonly states: readonly string[];
  readonly scores: { readonly facts: readonly Fact[]; readonly histogram: string } | null;
  readonly exercises: readonly ExerciseView[];
  readonly attention: readonly (LinkView & { readonly reasons: readonly string[] })[];
  readonly attentionCount: string;
  readonly misconceptions: readonly MistakeView[];
  /** A note about omitted misconceptions, if any. */
  readonly moreMisconceptions: string | null;
  readonly patterns: readonly MistakeView[];
  readonly morePatterns: string | null;
  readonly checkGroups: readonly CheckGroup[];
  readonly slowest: readonly (LinkView & { readonly duration: string })[];
  readonly submissions: readonly SubmissionView[];
  readonly environment: readonly Fact[];
}

interface LinkView {
  readonly name: string;
  /** null if it is the same as the name. */
  readonly id: string | null;
  readonly href: string | null;
}

interface ExerciseView {
  readonly id: string;
  readonly title: string;
  readonly mean: string;
  readonly bar: string;
}

interface MistakeView {
  readonly count: string;
  readonly explanation: string;
  readonly id: string;
  readonly checks: string;
}

interface CheckGroup {
  readonly id: string;
  readonly title: string;
  readonly checks: readonly CheckView[];
}

interface CheckView {
  readonly id: string;
  readonly title: string;
  readonly passed: string;
  readonly bar: string;
  readonly difficulty: string;
  readonly discrimination: string;
  readonly isSuspicious: boolean;
}

interface SubmissionView extends LinkView {
  readonly status: string;
  readonly score: string;
  /** One block per exercise, filled in proportion to its points. */
  readonly blocks: readonly { readonly x: string; readonly width: string; readonly filled: string }[];
  readonly blocksLabel: string;
}

const STATES = {
  graded: "graded",
  "submission-error": "unreadable",
  unreadable: "not readable at all",
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

/** The rest are in overview.json. */
const MAX_MISTAKES = 15;

/** Prepares a class for overview.html.hbs. */
export function toOverviewView(overview: ClassOverview): OverviewView {
  const { counts, attention, misconceptions, patterns, slowest, submissions, exercises } = overview;
  return {
    heading: countWords(counts.submissions, "submission"),
    alerts: alertsOf(overview),
    states: Object.entries(STATES).flatMap(([status, words]) => {
      const count = counts[status as keyof typeof STATES];
      return count === 0 ? [] : [`${count} ${words}`];
    }),
    scores: scoresView(overview),
    exercises: exercises.map(exerciseView),
    attention: attention.map((each) => ({
      ...link(each),
      reasons: each.reasons.map((reason) => visible(reason, 600)),
    })),
    attentionCount: countWords(attention.length, "submission"),
    misconceptions: mistakeViews(misconceptions),
    moreMisconceptions: moreWords(misconceptions.length),
    patterns: mistakeViews(patterns),
    morePatterns: moreWords(patterns.length),
    checkGroups: checkGroups(overview),
    slowest: slowest.map((each) => ({
      ...link(each),
      duration: prettyMilliseconds(each.durationMs ?? 0, { keepDecimalsOnWholeSeconds: true }),
    })),
    submissions: submissions.map((each) => submissionView(each, exercises)),
    environment: environmentOf(overview),
  };
}

function mistakeViews(mistakes: ClassOverview["misconceptions"]): readonly MistakeView[] {
  return mistakes.slice(0, MAX_MISTAKES).map((each) => ({
    count: String(each.submissions),
    explanation: visible(each.explanation),
    id: visible(each.id),
    checks: visible(each.checks.join(", ")),
  }));
}

function moreWords(count: number): string | null {
  return count <= MAX_MISTAKES ? null : `${count - MAX_MISTAKES} less common ones are in overview.json.`;
}

function alertsOf({ finished, counts, run, warnings }: ClassOverview): readonly string[] {
  const { only, shards } = run ?? {};
  const left = counts.pending === 0 ? "" : ` ${countWords(counts.pending, "submission")} not graded yet.`;
  const part = shards === undefined ? "" : ` It contains only part ${shards.parts.join(", ")} of ${shards.of}.`;
  return [
    ...(finished ? [] : [`This class is not finished.${left}${part}`]),
    ...(only === undefined
      ? []
      : [`Partial run: only ${visible(only.join(", "))} was graded, so these are not total scores.`]),
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

function exerciseView({ id, title, meanPoints, maxPoints }: ExerciseSummary): ExerciseView {
  return {
    id: visible(id),
    title: visible(title),
    mean: `${meanPoints === null ? "–" : meanPoints.toFixed(1)} / ${maxPoints}`,
    bar: `${percentOf(meanPoints, maxPoints).toFixed(1)}%`,
  };
}

function checkGroups({ checks }: ClassOverview): readonly CheckGroup[] {
  return [...groupBy(checks, ({ exercise }) => exercise)].map(([id, group]) => {
    return { id: visible(id), title: visible(titleOf(id)), checks: group.map(checkView) };
  });
}

function checkView({ id, title, n, passed, difficulty, discrimination }: CheckSummary): CheckView {
  return {
    id: visible(id),
    title: visible(title),
    passed: `${passed} of ${n}`,
    bar: `${percentOf(difficulty, 1).toFixed(1)}%`,
    difficulty: difficulty === null ? "–" : difficulty.toFixed(2),
    discrimination: discrimination === null ? "–" : discrimination.toFixed(2).replace("-", "−"),
    isSuspicious: discrimination !== null && discrimination < 0,
  };
}

function submissionView(submission: SubmissionSummary, exercises: readonly ExerciseSummary[]): SubmissionView {
  const { status, score, maxScore } = submission;
  const width = 100 / Math.max(1, exercises.length);
  const parts = exercises.map(({ id, maxPoints }) => ({ id, maxPoints, points: submission.exercises[id] ?? null }));
  return {
    ...link(submission),
    status: STATUS_WORDS[status],
    score: score === null ? "no score" : `${score} / ${maxScore ?? ""}`,
    blocks: parts.map(({ points, maxPoints }, index) => ({
      x: `${(index * width).toFixed(2)}%`,
      width: `${(width * 0.85).toFixed(2)}%`,
      filled: `${((width * 0.85 * percentOf(points, maxPoints)) / 100).toFixed(2)}%`,
    })),
    blocksLabel: visible(
      parts.map(({ id, points, maxPoints }) => `${id}: ${points ?? "–"} of ${maxPoints}`).join(", "),
    ),
  };
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

import { visible } from "../../shared/escape.ts";
import { histogramPlot } from "../../pipeline/report/plots.ts";
import { countWords, type Fact } from "../../pipeline/report/wording.ts";
import type { Attention } from "./attention.ts";
import type { ClassOverview } from "./class-overview.ts";
import { exerciseView, type ExerciseView } from "./view-items.ts";
import { mistakeGroups, type MistakeGroup } from "./view-mistakes.ts";
import { link, type LinkView } from "./view-people.ts";
import { columnsOf, submissionViews, type Columns, type SubmissionView } from "./view-table.ts";
import { questionViews, type QuestionView } from "./view-written.ts";

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
  readonly questions: readonly QuestionView[];
  readonly mistakes: readonly MistakeGroup[];
  readonly environment: readonly Fact[];
}

interface AttentionView extends LinkView {
  readonly reasons: readonly string[];
}

const STATES = {
  graded: "graded",
  "submission-error": "cannot be read",
  unreadable: "cannot be opened",
  "grader-fault": "not graded because the grader failed",
  lost: "with a missing result",
  pending: "not graded yet",
} as const;
/** The rest are folded up, so that sixty submissions fit five screens. */
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
    questions: questionViews(overview),
    mistakes: mistakeGroups(overview, people),
    environment: environmentOf(overview),
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

function environmentOf({ run }: ClassOverview): readonly Fact[] {
  if (run === null) return [];
  const { version, engine, isolation, seed } = run.grader;
  const facts = { Engine: engine, Isolation: isolation, Seed: String(seed), Grader: version };
  return Object.entries(facts).map(([label, value]) => ({ label, value: visible(value) }));
}

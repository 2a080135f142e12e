import type { CheckResult, FailedCheck, Result } from "../score/result.ts";
import { NAME_CHARACTERS, visible, visibleLines } from "../../shared/escape.ts";
import { figureView, type AccuracyPlot, type FigureView } from "./figure-view.ts";
import { groupFailures, maxPointsOf, type Failure } from "./group-failures.ts";
import type { ReportContent } from "./report-content.ts";
import { sortChecks, type ExerciseChecks } from "./sort-checks.ts";
import {
  adviceOf,
  alertsOf,
  appealCommand,
  countWords,
  environmentOf,
  pointsWords,
  rerunCommand,
  statusWords,
  type Advice,
  type Alert,
  type Fact,
} from "./wording.ts";
import { writtenView, type PictureView, type WrittenView } from "./written-view.ts";

/** The data of report.html.hbs. The strings have no hidden characters, but the template must still escape them. */
export interface HtmlView {
  readonly name: string;
  readonly status: string;
  /** null for a grader fault. */
  readonly score: string | null;
  readonly maxScore: string;
  readonly counts: string;
  readonly alerts: readonly Alert[];
  readonly exercises: readonly ExerciseView[];
  readonly failures: readonly FailureGroup[];
  readonly failedCount: string;
  readonly figure: FigureView | null;
  readonly unjudged: CheckTable | null;
  readonly passed: CheckTable | null;
  readonly written: WrittenView | null;
  /** Those of answers.md that no answer shows. */
  readonly pictures: readonly PictureView[];
  readonly integrity: readonly string[];
  /** Output of the submission. */
  readonly printed: string | null;
  readonly environment: readonly Fact[];
  readonly rerun: string;
  /** Command for an appeal; null if no check failed. */
  readonly appeal: string | null;
}

interface ExerciseView {
  readonly id: string;
  readonly title: string;
  readonly points: string;
  readonly counts: string;
  readonly bar: readonly Segment[];
}

/** A check in the bar of its exercise; x and width are percentages. */
interface Segment {
  readonly x: string;
  readonly width: string;
  readonly verdict: string;
}

interface FailureGroup {
  readonly id: string;
  readonly title: string;
  readonly count: string;
  readonly checks: readonly FailureView[];
}

/** A failed check, or several with one cause: then `others` has their ids and titles. */
interface FailureView {
  readonly id: string | null;
  readonly title: string;
  readonly others: readonly { readonly id: string; readonly title: string }[];
  readonly points: string;
  readonly message: string | null;
  readonly advice: readonly (Advice & { readonly kind: "misconception" | "pattern" | "hint" })[];
}

interface CheckTable {
  readonly heading: string;
  readonly open: boolean;
  readonly rows: readonly CheckRow[];
}

interface CheckRow {
  readonly id: string;
  readonly exercise: string;
  readonly title: string;
  readonly points: string;
}

const GAP_PERCENT = 1.6;

/** Prepares a result for report.html.hbs. */
export function toHtmlView(result: Result, content: ReportContent, accuracyPlot?: AccuracyPlot): HtmlView {
  const { exercises, failed, passed, unjudged } = sortChecks(result);
  return {
    name: visible(result.submission.name, NAME_CHARACTERS),
    status: statusWords(result),
    score: result.status === "graded" ? String(result.score) : null,
    maxScore: String(result.maxScore),
    counts: verdictCounts(result.checks),
    alerts: alertsOf(result).map(({ title, text }) => ({ title, text: visible(text) })),
    exercises: exercises.map(exerciseView),
    failures: exercises.filter((each) => each.failed.length > 0).map((each) => failureGroup(each, failed)),
    failedCount: countWords(failed.length, "failed check"),
    figure: figureView(result, accuracyPlot),
    // Without a score nothing was judged, and the alerts say why.
    unjudged:
      result.status === "graded"
        ? checkTable(`${countWords(unjudged.length, "check")} not judged`, unjudged, true)
        : null,
    passed: checkTable(countWords(passed.length, "passed check"), passed, failed.length === 0),
    ...writtenView(result, content),
    integrity: result.integrity.map((note) => visible(note)),
    printed: result.printed === undefined ? null : visibleLines(result.printed),
    environment: environmentOf(result).map(({ label, value }) => ({ label, value: visible(value) })),
    rerun: visible(rerunCommand(result)),
    appeal: appealView(result),
  };
}

function exerciseView({ id, title, checks, points, maxPoints }: ExerciseChecks): ExerciseView {
  return {
    id: visible(id),
    title: visible(title),
    points: pointsWords(points, maxPoints),
    counts: verdictCounts(checks),
    bar: segmentsOf(checks, maxPoints),
  };
}

function segmentsOf(checks: readonly CheckResult[], total: number): readonly Segment[] {
  let before = 0;
  return checks.map(({ maxPoints, verdict }) => {
    const share = (100 * maxPoints) / Math.max(total, 1);
    const segment = { x: `${before.toFixed(2)}%`, width: `${Math.max(share - GAP_PERCENT, 0).toFixed(2)}%`, verdict };
    before += share;
    return segment;
  });
}

function appealView(result: Result): string | null {
  const appeal = appealCommand(result);
  return appeal === null ? null : visible(appeal);
}

function failureGroup({ id, title, failed }: ExerciseChecks, all: readonly FailedCheck[]): FailureGroup {
  const checks = groupFailures(failed).map((failure) => failureView(failure, all));
  return { id: visible(id), title: visible(title), count: `${failed.length} failed`, checks };
}

function failureView({ first: check, checks, cause }: Failure, all: readonly FailedCheck[]): FailureView {
  if (cause !== undefined) return sharedView(checks, cause);
  const { id, title, points, maxPoints, message } = check;
  return {
    id: visible(id),
    title: visible(title),
    others: [],
    points: pointsWords(points, maxPoints),
    message: message === undefined ? null : visibleLines(message),
    advice: adviceOf(check, all).map(({ label, text }) => ({ label, text: visible(text), kind: KINDS[label] })),
  };
}

function sharedView(checks: readonly FailedCheck[], cause: string): FailureView {
  return {
    id: null,
    title: countWords(checks.length, "check"),
    others: checks.map(({ id, title }) => ({ id: visible(id), title: visible(title) })),
    points: pointsWords(0, maxPointsOf(checks)),
    message: visibleLines(cause),
    advice: [],
  };
}

const KINDS = { "Looks like": "misconception", Pattern: "pattern", Hint: "hint" } as const;

function checkTable(heading: string, checks: readonly CheckResult[], open: boolean): CheckTable | null {
  if (checks.length === 0) return null;
  const rows = checks.map(({ id, exercise, title, points, maxPoints }) => {
    return {
      id: visible(id),
      exercise: visible(exercise),
      title: visible(title),
      points: pointsWords(points, maxPoints),
    };
  });
  return { heading, open, rows };
}

function verdictCounts(checks: readonly CheckResult[]): string {
  const count = (wanted: string): number => checks.filter(({ verdict }) => verdict === wanted).length;
  const counts = [
    [count("passed"), "passed"],
    [count("failed"), "failed"],
    [count("unjudged"), "not judged"],
  ] as const;
  return counts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(", ");
}

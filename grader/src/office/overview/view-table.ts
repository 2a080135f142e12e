import { NAME_CHARACTERS, visible } from "../../shared/escape.ts";
import { countWords, signed } from "../../pipeline/report/wording.ts";
import type { ClassOverview, SubmissionSummary } from "./class-overview.ts";
import type { ExerciseSummary } from "./items.ts";
import { percentOf } from "./percent.ts";
import { link, type LinkView } from "./view-people.ts";

/** Columns that say something about this class. */
export interface Columns {
  readonly written: boolean;
  readonly adjustment: boolean;
  readonly late: boolean;
  readonly integrity: boolean;
  readonly similar: boolean;
}

/** A cell, and what it is sorted by. */
interface CellView {
  readonly text: string;
  readonly value: number;
}

/** A row of the table of all submissions. */
export interface SubmissionView extends LinkView {
  readonly members: string | null;
  readonly status: string;
  readonly score: CellView;
  /** One block per exercise, filled in proportion to its points. */
  readonly blocks: readonly { readonly x: string; readonly width: string; readonly filled: string }[];
  readonly blocksLabel: string;
  readonly written: CellView;
  readonly adjustment: CellView;
  readonly late: CellView;
  readonly integrity: CellView;
  readonly similar: CellView;
  readonly duration: CellView;
  /** For the filter: "no-score", "review", "late", "integrity", "similar", "unmarked". */
  readonly flags: string;
}

const STATUS_WORDS = {
  graded: "",
  "submission-error": "cannot be read",
  unreadable: "cannot be read",
  "grader-fault": "grader failed",
  lost: "result missing",
  pending: "not graded yet",
} as const;

/** The columns to show. */
export function columnsOf(submissions: readonly SubmissionSummary[]): Columns {
  return {
    written: submissions.some(({ writtenMax }) => (writtenMax ?? 0) > 0),
    adjustment: submissions.some(({ adjustment }) => adjustment !== null),
    late: submissions.some(({ late }) => late !== null),
    integrity: submissions.some(({ integrity }) => integrity > 0),
    similar: submissions.some(({ similar }) => similar !== null),
  };
}

/** Prepares the rows. */
export function submissionViews({ submissions, exercises, attention }: ClassOverview): readonly SubmissionView[] {
  const review = new Set(attention.map(({ id }) => id));
  return submissions.map((each) => submissionView(each, exercises, review.has(each.id)));
}

function submissionView(
  submission: SubmissionSummary,
  exercises: readonly ExerciseSummary[],
  needsReview: boolean,
): SubmissionView {
  const { status, score, maxScore, members, durationMs, integrity, adjustment } = submission;
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
    adjustment: { text: adjustment === null ? "" : signed(adjustment).replace("-", "−"), value: adjustment ?? 0 },
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

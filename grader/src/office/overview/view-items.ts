import { visible } from "../../shared/escape.ts";
import { percentOf } from "./percent.ts";
import type { ClassOverview } from "./class-overview.ts";
import type { CheckSummary, ExerciseSummary } from "./items.ts";
import { whoView, type People, type WhoView } from "./view-people.ts";

/** An exercise with its checks. */
export interface ExerciseView {
  readonly id: string;
  readonly title: string;
  readonly mean: string;
  readonly bar: string;
  readonly failures: string;
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
  /** null if everybody passed. */
  readonly who: WhoView | null;
}

/** Prepares an exercise. */
export function exerciseView(
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

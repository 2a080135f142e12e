import type { AttackFigure, JudgedCheck, Judgement } from "../judge/judgement.ts";
import { RESULT_SCHEMA_ID, type GraderFacts, type Misconception, type Result, type Submission } from "./result.ts";
import { selectChecks, type RubricEntry } from "./rubric-entry.ts";
import { unmarked } from "./mark.ts";
import type { AskedQuestion } from "./written.ts";

/** What is known of a run besides its verdicts. */
export interface RunFacts {
  readonly submission: Submission;
  readonly grader: GraderFacts;
  readonly written: readonly AskedQuestion[];
  /** What the submission tried that it may not, seen before judging; the judgement's own notes follow it. */
  readonly integrity: readonly string[];
  readonly warnings: readonly string[];
  /** What it printed, cut. */
  readonly printed?: string;
  /** What its attack does to digits: worth no points. */
  readonly figure?: AttackFigure;
  readonly durationMs: number;
  /** Ids that --only named; absent in a full run. */
  readonly only?: readonly string[];
  /** By check id: the known wrong implementation that gives the same numbers. */
  readonly misconceptions?: ReadonlyMap<string, Misconception>;
}

/**
 * Verdicts x rubric. Fails closed: unless every selected check has exactly one verdict and every verdict a check, it is
 * a grader fault, and no check counts.
 *
 * @throws UsageError when --only names what the rubric has not
 */
export function score(rubric: readonly RubricEntry[], judgement: Judgement, facts: RunFacts): Result {
  const selected = selectChecks(rubric, facts.only);
  const { integrity, printed, figure } = judgement;
  const all = {
    ...facts,
    integrity: shorten([...facts.integrity, ...integrity]),
    ...(printed === undefined ? {} : { printed }),
    ...(figure === undefined ? {} : { figure }),
  };
  if (judgement.status === "fault") return graderFault(rubric, judgement.reason, all);
  const gaps = gapsIn(rubric, selected, judgement.verdicts);
  if (gaps.length > 0) return graderFault(rubric, gaps.join("; "), all);
  return graded(selected, judgement.verdicts, all);
}

/** No more notes than a person reads. */
const MAX_NOTES = 50;

function shorten(notes: readonly string[]): readonly string[] {
  const left = notes.length - MAX_NOTES;
  return left <= 0 ? notes : [...notes.slice(0, MAX_NOTES), `and ${left} more of this kind`];
}

/** The result of a submission that could not be taken in: zero, and nothing judged. */
export function submissionError(rubric: readonly RubricEntry[], problem: string, facts: RunFacts): Result {
  const { maxScore, ...rest } = unjudged(rubric, facts);
  return { ...rest, status: "submission-error", problem, score: 0, maxScore };
}

/** The result of a run in which the grader failed: no score at all. */
export function graderFault(rubric: readonly RubricEntry[], problem: string, facts: RunFacts): Result {
  return { ...unjudged(rubric, facts), status: "grader-fault", problem };
}

function graded(selected: readonly RubricEntry[], verdicts: readonly JudgedCheck[], facts: RunFacts): Result {
  const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
  const checks = selected.flatMap((entry) => {
    const verdict = byId.get(entry.id);
    return verdict === undefined ? [] : [judgedCheck(entry, verdict, facts.misconceptions?.get(entry.id))];
  });
  return {
    ...common(facts),
    status: "graded",
    score: sum(checks.map(({ points }) => points)),
    maxScore: sum(selected.map(({ points }) => points)),
    checks,
  };
}

function judgedCheck(entry: RubricEntry, { verdict, message, durationMs }: JudgedCheck, misconception?: Misconception) {
  const { id, exercise, title, points: maxPoints, hint } = entry;
  const said = message === undefined ? {} : { message };
  const known = { id, exercise, title, maxPoints, durationMs, ...said };
  if (verdict === "passed") return { ...known, verdict, points: maxPoints };
  return { ...known, verdict, points: 0 as const, hint, ...(misconception === undefined ? {} : { misconception }) };
}

function unjudged(rubric: readonly RubricEntry[], facts: RunFacts) {
  const selected = selectChecks(rubric, facts.only);
  const checks = selected.map(({ id, exercise, title, points: maxPoints }) => {
    return { id, exercise, title, points: null, maxPoints, verdict: "unjudged" as const, durationMs: 0 };
  });
  return { ...common(facts), maxScore: sum(selected.map(({ points }) => points)), checks };
}

function common({ submission, grader, only, written, integrity, warnings, printed, figure, durationMs }: RunFacts) {
  return {
    schema: RESULT_SCHEMA_ID,
    submission,
    grader,
    ...(only === undefined ? {} : { partial: true as const, only }),
    written: written.map(unmarked),
    integrity,
    warnings,
    ...(printed === undefined ? {} : { printed }),
    ...(figure === undefined ? {} : { figure }),
    durationMs,
  } as const;
}

// A verdict on a known check that --only left out is ignored: suites may judge more than was asked for.
function gapsIn(
  rubric: readonly RubricEntry[],
  selected: readonly RubricEntry[],
  verdicts: readonly JudgedCheck[],
): readonly string[] {
  const judged = verdicts.map(({ id }) => id);
  const known = new Set(rubric.map(({ id }) => id));
  const missing = selected.map(({ id }) => id).filter((id) => !judged.includes(id));
  const repeated = judged.filter((id, index) => judged.indexOf(id) !== index);
  const unknown = judged.filter((id) => !known.has(id));
  return [
    ...sentence("checks without a verdict", missing),
    ...sentence("checks with more than one verdict", repeated),
    ...sentence("verdicts on checks that the rubric does not have", unknown),
  ];
}

function sentence(what: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`${what}: ${[...new Set(ids)].join(", ")}`];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import type { AttackFigure, JudgedCheck, Judgement } from "../judge/judgement.ts";
import {
  RESULT_SCHEMA_ID,
  type AnswerDocument,
  type AnswerPicture,
  type GraderFacts,
  type Misconception,
  type Pattern,
  type Result,
  type Submission,
} from "./result.ts";
import { selectChecks, type RubricEntry } from "./rubric-entry.ts";
import { unmarked } from "./add-marks.ts";
import type { AskedQuestion } from "./written.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** Everything about a run except the verdicts. */
export interface RunFacts {
  readonly submission: Submission;
  readonly grader: GraderFacts;
  readonly written: readonly AskedQuestion[];
  /** Forbidden actions that staging and bundling found; those in the judgement are appended. */
  readonly integrity: readonly string[];
  readonly warnings: readonly string[];
  /** The submission's output, cut to a limit. */
  readonly printed?: string;
  /** Its attack on digits; worth no points. */
  readonly figure?: AttackFigure;
  /** The pictures of answers.md. */
  readonly pictures?: readonly AnswerPicture[];
  readonly documents?: readonly AnswerDocument[];
  /** The answers by question, and the whole text if a question has no heading. */
  readonly answers?: { readonly texts: ReadonlyMap<string, string>; readonly whole?: string };
  readonly durationMs: number;
  /** The ids in --only; absent in a full run. */
  readonly only?: readonly string[];
  /** The misconceptions that reproduce the submission's answers, by check id. */
  readonly misconceptions?: ReadonlyMap<string, Misconception>;
  /** How the answers differ from the right ones, by id of a check without a misconception. */
  readonly patterns?: ReadonlyMap<string, Pattern>;
}

/**
 * Verdicts x rubric. Fails closed: unless every selected check has exactly one verdict and every verdict a check, the result
 * is a grader fault without a score.
 *
 * @throws UsageError when --only names nothing in the rubric
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

/** A submission can cause any number of notes. */
const MAX_NOTES = 50;

function shorten(notes: readonly string[]): readonly string[] {
  const left = notes.length - MAX_NOTES;
  return left <= 0 ? notes : [...notes.slice(0, MAX_NOTES), `and ${left} more of this kind`];
}

/** The result of a submission that cannot be read: no score, because a mistake in packing is no answer to an exercise. */
export function submissionError(rubric: readonly RubricEntry[], problem: string, facts: RunFacts): Result {
  return { ...unjudged(rubric, facts), status: "submission-error", problem };
}

/** The result of a run in which the grader failed: no score. */
export function graderFault(rubric: readonly RubricEntry[], problem: string, facts: RunFacts): Result {
  return { ...unjudged(rubric, facts), status: "grader-fault", problem };
}

function graded(selected: readonly RubricEntry[], verdicts: readonly JudgedCheck[], facts: RunFacts): Result {
  const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
  const checks = selected.flatMap((entry) => {
    const verdict = byId.get(entry.id);
    return verdict === undefined ? [] : [judgedCheck(entry, verdict, facts)];
  });
  return {
    ...commonOf(facts),
    status: "graded",
    score: sumOf(checks.map(({ points }) => points)),
    maxScore: sumOf(selected.map(({ points }) => points)),
    checks,
  };
}

function judgedCheck(entry: RubricEntry, judged: JudgedCheck, facts: RunFacts) {
  const { verdict, message, durationMs } = judged;
  const { id, exercise, title, points: maxPoints } = entry;
  const common = { id, exercise, title, maxPoints, durationMs, ...(message === undefined ? {} : { message }) };
  if (verdict === "passed") return { ...common, verdict, points: maxPoints };
  return { ...common, verdict, points: 0 as const, ...adviceOn(entry, judged, facts) };
}

/** A name takes the place of the hint, which may be about another mistake; a function without an answer needs none. */
function adviceOn({ id, hint }: RubricEntry, { hasNoAnswer }: JudgedCheck, { misconceptions, patterns }: RunFacts) {
  const misconception = misconceptions?.get(id);
  if (misconception !== undefined) return { misconception };
  const pattern = patterns?.get(id);
  return { ...(hasNoAnswer === true ? {} : { hint }), ...(pattern === undefined ? {} : { pattern }) };
}

function unjudged(rubric: readonly RubricEntry[], facts: RunFacts) {
  const selected = selectChecks(rubric, facts.only);
  const checks = selected.map(({ id, exercise, title, points: maxPoints }) => {
    return { id, exercise, title, points: null, maxPoints, verdict: "unjudged" as const, durationMs: 0 };
  });
  return { ...commonOf(facts), maxScore: sumOf(selected.map(({ points }) => points)), checks };
}

function commonOf(facts: RunFacts) {
  const { submission, grader, only, integrity, warnings, printed, figure, pictures = [], documents = [] } = facts;
  return {
    schema: RESULT_SCHEMA_ID,
    submission,
    grader,
    ...(only === undefined ? {} : { partial: true as const, only }),
    ...writtenOf(facts),
    integrity,
    warnings,
    ...(printed === undefined ? {} : { printed }),
    ...(figure === undefined ? {} : { figure }),
    ...(pictures.length === 0 ? {} : { pictures }),
    ...(documents.length === 0 ? {} : { documents }),
    durationMs: facts.durationMs,
  } as const;
}

function writtenOf({ written, answers }: RunFacts) {
  const whole = answers?.whole;
  return {
    written: written.map((question) => {
      const answer = answers?.texts.get(question.id);
      return unmarked(question, answer === undefined ? {} : { answer });
    }),
    ...(whole === undefined ? {} : { answers: whole }),
  };
}

/** Problems with the verdicts. A verdict on a known check outside --only is ignored: suites may judge more than selected. */
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

import prettyMilliseconds from "pretty-ms";
import {
  writtenTotal,
  type Adjustment,
  type FailedCheck,
  type Pattern,
  type Result,
  type WrittenResult,
} from "../score/result.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** A notice to read before the score. */
export interface Alert {
  readonly title: string;
  readonly text: string;
}

/** A label and its value. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** The outcome in a few words. */
export function statusWords(result: Result): string {
  switch (result.status) {
    case "graded":
      return result.partial === true ? "Partial run" : "Graded";
    case "submission-error":
      return "The submission could not be read";
    case "grader-fault":
      return "The grader failed";
  }
}

/** The score in words; only what was graded has one. */
export function scoreWords(result: Result): string {
  return result.status === "graded" ? `${result.score} / ${result.maxScore} points` : "No score";
}

/** Notices to read before the score, most important first. */
export function alertsOf(result: Result): readonly Alert[] {
  return [
    ...problemAlerts(result),
    ...(result.only === undefined ? [] : [partialAlert(result.only)]),
    ...result.warnings.map((text) => ({ title: "Warning", text })),
  ];
}

/** The settings of the run, for repeating it. */
export function environmentOf({ grader, submission, durationMs }: Result): readonly Fact[] {
  return [
    { label: "Engine", value: engineWords(grader) },
    { label: "Isolation", value: grader.isolation },
    { label: "Seed", value: String(grader.seed) },
    { label: "Grader", value: grader.version },
    { label: "Node", value: grader.node },
    { label: "Duration", value: prettyMilliseconds(durationMs) },
    { label: "SHA-256", value: submission.sha256 ?? "none" },
  ];
}

/** The engine and its device. */
export function engineWords({ engine, device }: Result["grader"]): string {
  return device === undefined ? engine : `${engine} on ${device}`;
}

/** The command that repeats the run, without the submission's name: students choose names, and people paste commands. */
export function rerunCommand({ grader, only }: Result): string {
  const selection = only === undefined ? "" : ` --only ${only.join(",")}`;
  return `./robustness-lab grade <submission> --seed ${grader.seed}${selection}`;
}

/** The command that judges the first failed check again, for an appeal; null if no check failed. */
export function appealCommand({ grader, checks }: Result): string | null {
  const failed = checks.find(({ verdict }) => verdict === "failed");
  return failed === undefined ? null : `./robustness-lab grade <submission> --seed ${grader.seed} --only ${failed.id}`;
}

/** Help with a failed check: a misconception or a pattern that was recognised, or the hint. */
export interface Advice {
  readonly label: "Looks like" | "Pattern" | "Hint";
  readonly text: string;
}

/**
 * The advice on a failed check, in the order to read it. A misconception or a pattern is explained only at the first of the
 * `failed` checks that it explains.
 */
export function adviceOf(
  { id, misconception, pattern, hint }: FailedCheck,
  failed: readonly FailedCheck[],
): readonly Advice[] {
  const firstWith = (kind: "misconception" | "pattern", found: Pattern): string | undefined =>
    failed.find((each) => each[kind]?.id === found.id)?.id;
  const textOf = (first: string | undefined, { explanation }: Pattern, same: string): string =>
    first === undefined || first === id ? explanation : `${same} ${first}.`;
  return [
    ...(misconception === undefined
      ? []
      : [
          {
            label: "Looks like" as const,
            text: textOf(firstWith("misconception", misconception), misconception, "the same mistake as in"),
          },
        ]),
    ...(pattern === undefined
      ? []
      : [{ label: "Pattern" as const, text: textOf(firstWith("pattern", pattern), pattern, "the same as in") }]),
    ...(hint === undefined ? [] : [{ label: "Hint" as const, text: hint }]),
  ];
}

/** Points of something that may not be judged or marked yet. */
export function pointsWords(points: number | null, maxPoints: number): string {
  return `${points ?? "–"} / ${maxPoints}`;
}

/** Points given by a marker. */
export function markWords(points: number | null, maxPoints: number): string {
  return points === null ? `not marked yet (of ${maxPoints})` : pointsWords(points, maxPoints);
}

/** The state of the written part in one line, with unmarked questions separate; null if the result has no written part. */
export function writtenWords(result: Result): string | null {
  const { written, adjustment } = result;
  if (written.length === 0) return null;
  const open = written.filter(({ points }) => points === null);
  const marked = written.filter(({ points }) => points !== null);
  const left = countWords(maxPointsOf(open), "point");
  if (marked.length === 0) return `${left}, not marked yet`;
  const earned = writtenTotal({ ...result, written: marked });
  const adjusted = adjustment === undefined ? "" : `, adjusted by ${signed(adjustment.points)}`;
  const words = `${pointsWords(earned, maxPointsOf(marked))} points`;
  if (open.length === 0) return `${words}${adjusted}`;
  return `${words} of the marked part${adjusted}; ${left} not marked yet (${idsOf(open)})`;
}

/** An adjustment of the written part with its reason. */
export function adjustmentWords({ points, reason }: Adjustment): string {
  return `Adjusted by ${signed(points)} points: ${reason}`;
}

/** A number with its sign, also if it is positive. */
export function signed(points: number): string {
  return points > 0 ? `+${points}` : String(points);
}

/** The questions with remarks of a marker. */
export function remarksOf({ written }: Result): readonly WrittenResult[] {
  return written.filter(({ criteria, comment }) => criteria !== undefined || comment !== undefined);
}

/** A count with its noun, which gets an s if needed. */
export function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function maxPointsOf(written: readonly WrittenResult[]): number {
  return sumOf(written.map(({ maxPoints }) => maxPoints));
}

function idsOf(written: readonly WrittenResult[]): string {
  return written.map(({ id }) => id).join(", ");
}

function problemAlerts(result: Result): readonly Alert[] {
  switch (result.status) {
    case "graded":
      return [];
    case "submission-error":
      return [
        { title: "The submission could not be read", text: result.problem },
        { title: "No score", text: "This is not a 0. Hand it in again, or ask the course staff." },
      ];
    case "grader-fault":
      return [
        { title: "The grader failed", text: result.problem },
        { title: "No score", text: "This is not a fault of the submission. Tell the course staff, or grade it again." },
      ];
  }
}

function partialAlert(only: readonly string[]): Alert {
  return {
    title: "Partial run",
    text: `Graded only: ${only.join(", ")}. These points are not the whole score.`,
  };
}

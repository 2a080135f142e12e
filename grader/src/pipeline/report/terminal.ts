import picocolors from "picocolors";
import prettyMilliseconds from "pretty-ms";
import stringWidth from "string-width";
import type { FailedCheck, Result } from "../score/result.ts";
import { defuseCommands, terminalLine, visibleLines } from "../../shared/escape.ts";
import { groupFailures, maxPointsOf, type Failure } from "./group-failures.ts";
import { sortChecks, type ExerciseChecks } from "./sort-checks.ts";
import { renderTable } from "../../shared/table.ts";
import { padEnd, wrap } from "../../shared/wrap.ts";
import {
  adviceOf,
  alertsOf,
  countWords,
  engineWords,
  pointsWords,
  scoreWords,
  statusWords,
  writtenWords,
  type Advice,
  type Alert,
} from "./wording.ts";

/** Options of the terminal summary. */
export interface TerminalOptions {
  readonly colours: boolean;
  /** Paths of the reports, relative to the working folder. */
  readonly reports: readonly string[];
}

type Colours = ReturnType<typeof picocolors.createColors>;

const COLUMNS = 80;
const BAR_CELLS = 10;
const EXERCISE_COLUMNS = [{ width: 51 }, { width: BAR_CELLS }, { width: 10, align: "right" }] as const;
const MESSAGE_CHARACTERS = 600;

/** Renders a result as a summary of at most 80 columns. */
export function renderTerminal(result: Result, { colours, reports }: TerminalOptions): string {
  const paint = picocolors.createColors(colours);
  const { exercises, failed } = sortChecks(result);
  const sections = [
    heading(result, paint),
    ...alertsOf(result).map((alert) => renderAlert(alert, paint)),
    renderTable(
      exercises.map((exercise) => exerciseRow(exercise, paint)),
      EXERCISE_COLUMNS,
    ),
    ...(failed.length === 0 ? [] : [paint.bold(`  ${countWords(failed.length, "failed check")}`)]),
    ...groupFailures(failed).map((failure) => renderFailure(failure, failed, paint)),
    ...integritySection(result, paint),
    [...writtenLine(result), ...reportLines(reports)].join("\n"),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function heading(result: Result, paint: Colours): string {
  const score = scoreWords(result);
  const name = padEnd(terminalLine(result.submission.name), COLUMNS - 4 - stringWidth(score));
  const { isolation, seed } = result.grader;
  const facts = [statusWords(result), `engine ${engineWords(result.grader)}`, `isolation ${isolation}`, `seed ${seed}`];
  const detail = terminalLine([...facts, prettyMilliseconds(result.durationMs)].join(" · "));
  return `  ${paint.bold(`${name}  ${score}`)}\n${paint.dim(wrap(detail, COLUMNS, "  "))}`;
}

function renderAlert({ title, text }: Alert, paint: Colours): string {
  return paint.yellow(wrap(`! ${title}: ${terminalLine(text)}`, COLUMNS, "  ", "    "));
}

function exerciseRow({ id, title, points, maxPoints }: ExerciseChecks, paint: Colours): readonly string[] {
  const score = points === null ? "not judged" : pointsWords(points, maxPoints);
  return [terminalLine(`${id}  ${title}`), renderBar(points, maxPoints, paint), score];
}

function renderBar(points: number | null, maxPoints: number, paint: Colours): string {
  if (points === null) return "·".repeat(BAR_CELLS);
  // Rounded down, so that only full marks fill the bar.
  const filled = maxPoints === 0 ? 0 : Math.floor((points / maxPoints) * BAR_CELLS);
  const paintFilled = points === maxPoints ? paint.green : paint.yellow;
  return `${paintFilled("█".repeat(filled))}${"░".repeat(BAR_CELLS - filled)}`;
}

function renderFailure({ first, checks, cause }: Failure, failed: readonly FailedCheck[], paint: Colours): string {
  if (cause === undefined) return renderFailed(first, failed, paint);
  const asked = `✗ ${first.exercise}  ${countWords(checks.length, "check")} (0/${maxPointsOf(checks)})`;
  const ids = checks.map(({ id }) => id).join(", ");
  return [
    paint.red(wrap(terminalLine(asked), COLUMNS, "  ", "         ")),
    paint.dim(wrap(terminalLine(ids), COLUMNS, "    ")),
    wrap(defuseCommands(visibleLines(cause, MESSAGE_CHARACTERS)), COLUMNS, "    "),
  ].join("\n");
}

function renderFailed(check: FailedCheck, failed: readonly FailedCheck[], paint: Colours): string {
  const { id, exercise, title, points, maxPoints, message } = check;
  const asked = terminalLine(`✗ ${exercise}  ${title} (${points}/${maxPoints})`);
  return [
    paint.red(wrap(asked, COLUMNS, "  ", "         ")),
    paint.dim(wrap(terminalLine(id), COLUMNS, "    ")),
    ...(message === undefined
      ? []
      : [wrap(defuseCommands(visibleLines(message, MESSAGE_CHARACTERS)), COLUMNS, "    ")]),
    ...adviceOf(check, failed).map((advice) => renderAdvice(advice, paint)),
  ].join("\n");
}

function renderAdvice({ label, text }: Advice, paint: Colours): string {
  // "Looks like" is the beginning of a sentence.
  const line = wrap(`${label}${label === "Looks like" ? "" : ":"} ${terminalLine(text)}`, COLUMNS, "    ");
  return label === "Hint" ? paint.cyan(line) : line;
}

function integritySection({ integrity }: Result, paint: Colours): readonly string[] {
  if (integrity.length === 0) return [];
  const notes = integrity.map((note) => wrap(`- ${terminalLine(note)}`, COLUMNS, "    ", "      "));
  return [[paint.bold("  Forbidden actions that the submission attempted"), ...notes].join("\n")];
}

function writtenLine(result: Result): readonly string[] {
  const words = writtenWords(result);
  return words === null ? [] : [wrap(terminalLine(`Written part: ${words}`), COLUMNS, "  ", "    ")];
}

function reportLines(reports: readonly string[]): readonly string[] {
  return reports.map((path, index) => `  ${index === 0 ? "Reports: " : "         "}${terminalLine(path)}`);
}

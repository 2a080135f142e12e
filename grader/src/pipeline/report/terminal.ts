import picocolors from "picocolors";
import type { FailedCheck, Result } from "../score/result.ts";
import { defuseCommands, visible, visibleLines } from "../../shared/escape.ts";
import { overviewOf, type ExerciseOverview } from "./sort-checks.ts";
import { displayWidth, padEnd, wrap } from "../../shared/wrap.ts";
import {
  adviceOf,
  alertsOf,
  countWords,
  durationWords,
  engineWords,
  pointsWords,
  scoreWords,
  statusWords,
  writtenWords,
  type Alert,
} from "./wording.ts";

/** How to show a result in a terminal. */
export interface TerminalOptions {
  readonly colours: boolean;
  /** Where the reports are, relative to where the reader is. */
  readonly reports: readonly string[];
}

type Colours = ReturnType<typeof picocolors.createColors>;

const COLUMNS = 80;
const BAR_CELLS = 10;
const TITLE_COLUMNS = 46;
const MESSAGE_CHARACTERS = 600;

/** A result as a summary of at most 80 columns. */
export function renderTerminal(result: Result, { colours, reports }: TerminalOptions): string {
  const paint = picocolors.createColors(colours);
  const { exercises, failed } = overviewOf(result);
  const sections = [
    heading(result, paint),
    ...alertsOf(result).map((alert) => renderAlert(alert, paint)),
    exercises.map((exercise) => exerciseLine(exercise, paint)).join("\n"),
    ...(failed.length === 0 ? [] : [paint.bold(`  ${countWords(failed.length, "failed check")}`)]),
    ...failed.map((check) => renderFailed(check, failed, paint)),
    ...integritySection(result, paint),
    [...writtenLine(result), ...reportLines(reports)].join("\n"),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function heading(result: Result, paint: Colours): string {
  const score = scoreWords(result);
  const room = COLUMNS - 4 - displayWidth(score);
  const name = padEnd(line(result.submission.name), room);
  const { isolation, seed } = result.grader;
  const facts = [statusWords(result), `engine ${engineWords(result.grader)}`, `isolation ${isolation}`, `seed ${seed}`];
  const detail = line([...facts, durationWords(result.durationMs)].join(" · "));
  return `  ${paint.bold(`${name}  ${score}`)}\n${paint.dim(wrap(detail, COLUMNS, "  "))}`;
}

function renderAlert({ title, text }: Alert, paint: Colours): string {
  return paint.yellow(wrap(`! ${title}: ${line(text)}`, COLUMNS, "  ", "    "));
}

function exerciseLine({ id, title, points, maxPoints }: ExerciseOverview, paint: Colours): string {
  const name = padEnd(line(`${id}  ${title}`), TITLE_COLUMNS + 5);
  const score = points === null ? "not judged" : pointsWords(points, maxPoints);
  return `  ${name}  ${renderBar(points, maxPoints, paint)}  ${score.padStart(10)}`;
}

function renderBar(points: number | null, maxPoints: number, paint: Colours): string {
  if (points === null) return "·".repeat(BAR_CELLS);
  // Rounded down, so that only full points fill the bar.
  const filled = maxPoints === 0 ? 0 : Math.floor((points / maxPoints) * BAR_CELLS);
  const paintFilled = points === maxPoints ? paint.green : paint.yellow;
  return `${paintFilled("█".repeat(filled))}${"░".repeat(BAR_CELLS - filled)}`;
}

function renderFailed(check: FailedCheck, failed: readonly FailedCheck[], paint: Colours): string {
  const { exercise, title, points, maxPoints, message } = check;
  const advice = adviceOf(check, failed);
  const paintAdvice = advice?.label === "Hint" ? paint.cyan : (text: string): string => text;
  const asked = line(`✗ ${exercise}  ${title} (${points}/${maxPoints})`);
  return [
    paint.red(wrap(asked, COLUMNS, "  ", "         ")),
    ...(message === undefined
      ? []
      : [wrap(defuseCommands(visibleLines(message, MESSAGE_CHARACTERS)), COLUMNS, "    ")]),
    ...(advice === null ? [] : [paintAdvice(wrap(`${advice.label}: ${line(advice.text)}`, COLUMNS, "    "))]),
  ].join("\n");
}

function integritySection({ integrity }: Result, paint: Colours): readonly string[] {
  if (integrity.length === 0) return [];
  const notes = integrity.map((note) => wrap(`- ${line(note)}`, COLUMNS, "    ", "      "));
  return [[paint.bold("  What the submission tried that it may not"), ...notes].join("\n")];
}

function writtenLine(result: Result): readonly string[] {
  const words = writtenWords(result);
  return words === null ? [] : [wrap(line(`Written part: ${words}`), COLUMNS, "  ", "    ")];
}

function reportLines(reports: readonly string[]): readonly string[] {
  return reports.map((path, index) => `  ${index === 0 ? "Reports: " : "         "}${line(path)}`);
}

function line(text: string): string {
  return defuseCommands(visible(text));
}

import type { CheckResult, FailedCheck, MarkedCriterion, Result, WrittenResult } from "../score/result.ts";
import { codeBlock, codeSpan, escapeMarkdown, NAME_CHARACTERS, visible, visibleLines } from "../../shared/escape.ts";
import { figureCaption } from "./figure-view.ts";
import { groupFailures, maxPointsOf, type Failure } from "./group-failures.ts";
import { sortChecks, type ExerciseChecks } from "./sort-checks.ts";
import {
  adjustmentWords,
  adviceOf,
  alertsOf,
  appealCommand,
  countWords,
  environmentOf,
  markWords,
  pointsWords,
  remarksOf,
  rerunCommand,
  scoreWords,
  statusWords,
  writtenWords,
  type Advice,
  type Alert,
} from "./wording.ts";

/** Renders report.md, for GitHub. */
export function renderMarkdown(result: Result): string {
  const { failed, passed, unjudged } = sortChecks(result);
  return document([
    renderMarkdownSummary(result).trimEnd(),
    ...failedSection(failed),
    ...figureSection(result),
    // Without a score nothing was judged, and the alerts say why.
    ...(result.status === "graded" ? tableSection("Not judged", unjudged) : []),
    ...tableSection("Passed checks", passed),
    ...writtenSection(result),
    ...picturesSection(result),
    ...integritySection(result.integrity),
    ...printedSection(result),
    environmentSection(result),
  ]);
}

/** Renders the score by exercise, for places where the whole report is too long. */
export function renderMarkdownSummary(result: Result): string {
  return document([
    `# Report on ${codeSpan(visible(result.submission.name, NAME_CHARACTERS))}`,
    `**${scoreWords(result)}** · ${statusWords(result)}`,
    ...writtenLine(result),
    ...alertsOf(result).map(renderAlert),
    exerciseTable(sortChecks(result).exercises),
  ]);
}

function renderAlert({ title, text }: Alert): string {
  return `> [!WARNING]\n> **${title}.** ${escapeMarkdown(text)}`;
}

function exerciseTable(exercises: readonly ExerciseChecks[]): string {
  const rows = exercises.map(({ id, title, checks, failed, points, maxPoints }) => {
    const passed = checks.filter(({ verdict }) => verdict === "passed").length;
    const judged = points === null ? "not judged" : `${passed} passed, ${failed.length} failed`;
    return [escapeMarkdown(`${id} ${title}`), judged, pointsWords(points, maxPoints)];
  });
  return table(["Exercise", "Checks", "Points"], rows);
}

function failedSection(failed: readonly FailedCheck[]): readonly string[] {
  return failed.length === 0
    ? []
    : [`## Failed checks`, ...groupFailures(failed).map((failure) => renderFailure(failure, failed))];
}

function renderFailure({ first, checks, cause }: Failure, failed: readonly FailedCheck[]): string {
  if (cause === undefined) return renderFailed(first, failed);
  const heading = `${first.exercise} ${countWords(checks.length, "check")}`;
  const rows = checks.map(({ id, title }) => `- ${escapeMarkdown(title)} ${codeSpan(id)}`);
  return [
    `### ✗ ${escapeMarkdown(heading)} (${pointsWords(0, maxPointsOf(checks))})`,
    codeBlock(cause),
    rows.join("\n"),
  ].join("\n\n");
}

function renderFailed(check: FailedCheck, failed: readonly FailedCheck[]): string {
  const { id, exercise, title, points, maxPoints, message } = check;
  return [
    `### ✗ ${escapeMarkdown(`${exercise} ${title}`)} (${pointsWords(points, maxPoints)})`,
    codeSpan(id),
    ...(message === undefined ? [] : [codeBlock(message)]),
    ...adviceOf(check, failed).map(renderAdvice),
  ].join("\n\n");
}

function renderAdvice({ label, text }: Advice): string {
  // "Looks like" is the beginning of a sentence.
  return `**${label}${label === "Looks like" ? "" : ":"}** ${escapeMarkdown(text)}`;
}

/** The curve as a table, since GitHub shows no inline images. */
function figureSection({ figure }: Result): readonly string[] {
  if (figure === undefined) return [];
  const heading = "## What FGSM does";
  if (figure.status === "missing") return [heading, escapeMarkdown(figure.why)];
  const rows = figure.curve.map(({ epsilon, accuracy, reference }) => [epsilon, accuracy, reference].map(String));
  const digits = figure.strip.digits.map(({ label, attacked }) => `${label} → ${attacked}`);
  return [
    heading,
    escapeMarkdown(figureCaption(figure)),
    table(["Epsilon", "Accuracy", "Reference"], rows),
    ...(figure.note === undefined ? [] : [escapeMarkdown(figure.note)]),
    ...(digits.length === 0
      ? []
      : [`Digits and their predictions at epsilon ${figure.strip.epsilon}: ${digits.join(", ")}`]),
  ];
}

function tableSection(heading: string, checks: readonly CheckResult[]): readonly string[] {
  if (checks.length === 0) return [];
  const rows = checks.map(({ id, exercise, title, points, maxPoints }) => {
    // GFM splits table cells before it parses code spans.
    const shownId = codeSpan(id.replaceAll("|", "[U+007C]"));
    return [escapeMarkdown(exercise), escapeMarkdown(title), shownId, pointsWords(points, maxPoints)];
  });
  return [`## ${heading}`, table(["Exercise", "Check", "Id", "Points"], rows)];
}

function writtenLine(result: Result): readonly string[] {
  const words = writtenWords(result);
  return words === null ? [] : [`Written part: ${escapeMarkdown(words)}`];
}

function writtenSection(result: Result): readonly string[] {
  if (result.written.length === 0) return [];
  const rows = result.written.map(({ id, question, points, maxPoints }) => {
    return [escapeMarkdown(id), escapeMarkdown(question), markWords(points, maxPoints)];
  });
  return [
    "## Written part",
    table(["No.", "Question", "Points"], rows),
    ...(result.adjustment === undefined ? [] : [escapeMarkdown(adjustmentWords(result.adjustment))]),
    ...(result.comment === undefined ? [] : [quote(result.comment)]),
    ...remarksOf(result).map(renderRemarks),
    ...documentsOf(result),
  ];
}

function documentsOf({ documents = [] }: Result): readonly string[] {
  if (documents.length === 0) return [];
  const rows = documents.map(({ path, file }) => `- ${codeSpan(visible(path))}, kept as ${codeSpan(file)}`);
  return ["Documents that only a person can read:", rows.join("\n")];
}

function renderRemarks({ id, question, criteria = [], comment, marker }: WrittenResult): string {
  return [
    `### ${escapeMarkdown(`${id} ${question}`)}`,
    ...(criteria.length === 0 ? [] : [criteria.map(renderCriterion).join("\n")]),
    ...(comment === undefined ? [] : [quote(comment)]),
    ...(marker === undefined ? [] : [`Marked by ${codeSpan(marker)}`]),
  ].join("\n\n");
}

function renderCriterion({ title, points, maxPoints }: MarkedCriterion): string {
  return `- ${escapeMarkdown(title)}: ${markWords(points, maxPoints)}`;
}

/** A block quote with a paragraph for each line, so that lines are never joined. */
function quote(text: string): string {
  const lines = visibleLines(text.trim())
    .split("\n")
    .filter((line, index) => index === 0 || line.trim() !== "");
  return lines.map((line) => `> ${escapeMarkdown(line)}`).join("\n>\n");
}

function picturesSection({ pictures = [] }: Result): readonly string[] {
  if (pictures.length === 0) return [];
  const rows = pictures.map(({ path, file }) => `- ${codeSpan(visible(path))}, kept as ${codeSpan(file)}`);
  return ["## Pictures of answers.md", rows.join("\n")];
}

function integritySection(integrity: readonly string[]): readonly string[] {
  if (integrity.length === 0) return [];
  const notes = integrity.map((note) => `- ${escapeMarkdown(note)}`).join("\n");
  return ["## Integrity", "Forbidden actions that the submission attempted:", notes];
}

function printedSection({ printed }: Result): readonly string[] {
  return printed === undefined ? [] : ["## Output of the submission", codeBlock(printed)];
}

function environmentSection(result: Result): string {
  const rows = environmentOf(result).map(({ label, value }) => [label, codeSpan(value)]);
  const appeal = appealCommand(result);
  return [
    "## This run",
    table(["Setting", "Value"], rows),
    "Grade it again:",
    codeBlock(rerunCommand(result)),
    ...(appeal === null ? [] : ["Judge a single check again, for example for an appeal:", codeBlock(appeal)]),
  ].join("\n\n");
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function document(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

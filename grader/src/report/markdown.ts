import type { CheckResult, FailedCheck, MarkedCriterion, Result, WrittenResult } from "../score/result.ts";
import { codeBlock, codeSpan, escapeMarkdown, NAME_CHARACTERS, visible, visibleLines } from "./escape.ts";
import { overviewOf, type ExerciseOverview } from "./overview.ts";
import {
  alertsOf,
  environmentOf,
  markWords,
  pointsWords,
  remarksOf,
  rerunCommand,
  scoreWords,
  statusWords,
  writtenWords,
  type Alert,
} from "./wording.ts";

/** A result as Markdown for GitHub. */
export function renderMarkdown(result: Result): string {
  const { failed, passed, unjudged } = overviewOf(result);
  return document([
    renderMarkdownSummary(result).trimEnd(),
    ...failedSection(failed),
    ...tableSection("Not judged", unjudged),
    ...tableSection("Passed checks", passed),
    ...writtenSection(result),
    ...integritySection(result.integrity),
    ...printedSection(result),
    environmentSection(result),
  ]);
}

/** The score by exercise without the checks, where the whole report would be too long. */
export function renderMarkdownSummary(result: Result): string {
  return document([
    `# Report on ${codeSpan(visible(result.submission.name, NAME_CHARACTERS))}`,
    `**${scoreWords(result)}** · ${statusWords(result)}`,
    ...writtenLine(result),
    ...alertsOf(result).map(renderAlert),
    exerciseTable(overviewOf(result).exercises),
  ]);
}

function renderAlert({ title, text }: Alert): string {
  return `> [!WARNING]\n> **${title}.** ${escapeMarkdown(text)}`;
}

function exerciseTable(exercises: readonly ExerciseOverview[]): string {
  const rows = exercises.map(({ id, title, checks, failed, points, maxPoints }) => {
    const passed = checks.filter(({ verdict }) => verdict === "passed").length;
    const judged = points === null ? "not judged" : `${passed} passed, ${failed.length} failed`;
    return [escapeMarkdown(`${id} ${title}`), judged, pointsWords(points, maxPoints)];
  });
  return table(["Exercise", "Checks", "Points"], rows);
}

function failedSection(failed: readonly FailedCheck[]): readonly string[] {
  return failed.length === 0 ? [] : [`## Failed checks`, ...failed.map(renderFailed)];
}

function renderFailed({ exercise, title, points, maxPoints, message, hint, misconception }: FailedCheck): string {
  return [
    `### ✗ ${escapeMarkdown(`${exercise} ${title}`)} (${pointsWords(points, maxPoints)})`,
    ...(message === undefined ? [] : [codeBlock(message)]),
    ...(misconception === undefined ? [] : [`**Looks like:** ${escapeMarkdown(misconception.explanation)}`]),
    ...(hint === undefined ? [] : [`**Hint:** ${escapeMarkdown(hint)}`]),
  ].join("\n\n");
}

function tableSection(heading: string, checks: readonly CheckResult[]): readonly string[] {
  if (checks.length === 0) return [];
  const rows = checks.map(({ exercise, title, points, maxPoints }) => {
    return [escapeMarkdown(exercise), escapeMarkdown(title), pointsWords(points, maxPoints)];
  });
  return [`## ${heading}`, table(["Exercise", "Check", "Points"], rows)];
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
  return ["## Written part", table(["No.", "Question", "Points"], rows), ...remarksOf(result).map(renderRemarks)];
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

/** A paragraph of a block quote for each line, so that none can become part of another. */
function quote(text: string): string {
  const lines = visibleLines(text.trim())
    .split("\n")
    .filter((line, index) => index === 0 || line.trim() !== "");
  return lines.map((line) => `> ${escapeMarkdown(line)}`).join("\n>\n");
}

function integritySection(integrity: readonly string[]): readonly string[] {
  if (integrity.length === 0) return [];
  const notes = integrity.map((note) => `- ${escapeMarkdown(note)}`).join("\n");
  return ["## Integrity", "What the submission tried that it may not:", notes];
}

function printedSection({ printed }: Result): readonly string[] {
  return printed === undefined ? [] : ["## What the submission printed", codeBlock(printed)];
}

function environmentSection(result: Result): string {
  const rows = environmentOf(result).map(({ label, value }) => [label, codeSpan(value)]);
  return ["## This run", table(["Setting", "Value"], rows), "Run it again:", codeBlock(rerunCommand(result))].join(
    "\n\n",
  );
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function document(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

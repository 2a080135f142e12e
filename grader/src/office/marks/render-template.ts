import { type Answers, wordCount } from "@robustness-lab/fixtures/hand-in";
import { countWords } from "../../pipeline/report/wording.ts";
import { visible } from "../../shared/escape.ts";
import { wrap } from "../../shared/wrap.ts";
import type { Criterion, WrittenQuestion } from "../../pipeline/score/written.ts";
import { shortChecksum } from "./parse-marks.ts";

/** One submission to be marked. */
export interface Unmarked {
  readonly name: string;
  /** Whose it is, if the class says more than the name. */
  readonly student?: string;
  readonly sha256: string | null;
  /** null if the submissions were not given. */
  readonly answers: Answers | null;
}

const COLUMNS = 132;
const MAX_ANSWER_LINES = 200;
const MAX_WHOLE_LINES = 1000;
const MAX_LINE_CHARACTERS = 4000;
const HEAD = `# Marks of the written part. docs/marking.md describes the format.
# Write the points after each criterion; empty means "not marked yet".
# "W1: full" and "W1: none" give all or no points; the lines below may stay, and points there go first.
# Comments are shown to the student. LaTeX is taken as you type it:
#   comment: "In quotes, $\\varepsilon$."
#   comment: |
#     Or on several lines.

# The marker's name, which students see.
marker:

submissions:
`;

/** Renders a marks file to be filled in. */
export function renderTemplate(submissions: readonly Unmarked[], questions: readonly WrittenQuestion[]): string {
  return `${HEAD}${submissions.map((each) => submissionText(each, questions)).join("")}`;
}

function submissionText({ name, student, sha256, answers }: Unmarked, questions: readonly WrittenQuestion[]): string {
  const short = shortChecksum(sha256);
  const checksum = short === null ? "" : `    sha256: ${yamlText(short)}\n`;
  const notes = (answers?.notes ?? []).map((note) => commented(note, "    # ! ")).join("");
  const who = student === undefined ? "" : commented(student, "    # ");
  const whole = answers?.whole === undefined ? "" : wholeText(answers.whole);
  return `\n  ${yamlText(name)}:\n${who}${checksum}${notes}${whole}${questions.map((each) => questionText(each, answers)).join("")}`;
}

function questionText({ id, question, criteria }: WrittenQuestion, answers: Answers | null): string {
  const width = Math.max(...criteria.map((criterion) => criterion.id.length));
  const lines = criteria.map((criterion) => criterionLine(criterion, width));
  return `\n    # ${id} ${question}\n${answerText(id, answers)}    ${id}:\n${lines.join("")}      comment:\n`;
}

function criterionLine({ id, points, title }: Criterion, width: number): string {
  return `      ${`${id}:`.padEnd(width + 1)}    # of ${points}: ${title}\n`;
}

function answerText(id: string, answers: Answers | null): string {
  if (answers === null) return "";
  const text = answers.texts.get(id) ?? "";
  if (!answers.texts.has(id) && answers.whole !== undefined) return "    # No heading: see the whole text above.\n";
  if (text === "") return "    # No answer was found.\n";
  return `    # Answered in ${countWords(wordCount(text), "word")}:\n${quotedLines(text, MAX_ANSWER_LINES)}`;
}

/** The text of a student who changed the headings, to be marked as one. */
function wholeText(text: string): string {
  return `    # The whole of answers.md, in ${countWords(wordCount(text), "word")}, because a heading of a question is missing:\n${quotedLines(text, MAX_WHOLE_LINES)}`;
}

function quotedLines(text: string, maxLines: number): string {
  const lines = text.split(/\r\n|\r|\n/);
  const shown = lines.slice(0, maxLines).map((line) => commented(line, "    #   | "));
  const left = lines.length - maxLines;
  return `${shown.join("")}${left > 0 ? `    #   … (${left} more lines, see answers.md)\n` : ""}`;
}

/** Renders comment lines. A student's text cannot end a comment, since it is one line without hidden characters. */
function commented(line: string, indent: string): string {
  const text = visible(line.replaceAll("\t", "  "), MAX_LINE_CHARACTERS);
  return `${wrap(text, COLUMNS, indent)}\n`;
}

/** Renders a string in YAML: plain if that is safe, otherwise as a JSON string, with escapes for what no reader sees. */
function yamlText(text: string): string {
  if (/^[A-Za-z][\w.-]*$/.test(text)) return text;
  const escape = (unseen: string): string =>
    [...Array(unseen.length).keys()].map((at) => `\\u${unseen.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
  return JSON.stringify(text).replace(/(?! )[\p{C}\p{Z}]/gu, escape);
}

import { pointsOfQuestion, questionId, type Content } from "../../office/course/content.ts";
import { countOf, inPoints } from "./sheet.ts";

/** answers.md as students get it: the questions, with room for an answer to each. */
export function renderAnswers({ written }: Content): string {
  const blanks = written.map(
    (question, index) =>
      `${headingOf(question, index)}\n\n${question.text}\n\n**Your answer**\n\n<!-- Write here. -->\n`,
  );
  return [`# Written questions\n\n${introductionOf({ written })}\n`, ...blanks].join("\n");
}

/** The model answers, which students never get. */
export function renderModelAnswers({ written }: Content): string {
  const answers = written.map(
    (question, index) => `${headingOf(question, index)}\n\n**Your answer**\n\n${question["model-answer"]}\n`,
  );
  return ["# Written questions: model answers\n", ...answers].join("\n");
}

function introductionOf({ written }: Pick<Content, "written">): string {
  if (written.length === 0) return "This exercise has no written questions: you need not hand in this file.";
  const count = countOf(written.length, "question");
  const points = new Set(written.map(pointsOfQuestion));
  const each = points.size === 1 ? `, ${[...points].map(inPoints).join("")} each` : "";
  return `${count.charAt(0).toUpperCase()}${count.slice(1)}${each}. Half a page per answer is plenty; you may write formulas as \`$...$\`. Keep the headings as they
are, and write below the line "Your answer".`;
}

function headingOf(question: Content["written"][number], index: number): string {
  return `## ${questionId(index)} (${inPoints(pointsOfQuestion(question))}) ${question.title}`;
}

import { pointsOf, type WrittenQuestion, type WrongAnswer } from "../../pipeline/score/written.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** Renders the rubric of the written part as Markdown, for markers. */
export function renderRubric(questions: readonly WrittenQuestion[]): string {
  const total = sumOf(questions.map(({ maxPoints }) => maxPoints));
  const parts = [
    "# Rubric of the written part",
    `${questions.length} questions, ${total} points. For markers only, not for students. Model answers are in solution/answers.md.`,
    ...questions.map(renderQuestion),
  ];
  return `${parts.join("\n\n")}\n`;
}

function renderQuestion(question: WrittenQuestion): string {
  const { id, criteria, wrongAnswers, maxPoints } = question;
  return [
    `## ${id} ${question.question} (${maxPoints} points)`,
    ...criteria.map((each) => `- **${each.id}** (${each.points}) ${each.title}. ${each.lookFor}`),
    "Typical wrong answers, and their points if the rest is right:",
    ...wrongAnswers.map((each) => renderWrongAnswer(question, each)),
  ].join("\n\n");
}

function renderWrongAnswer(question: WrittenQuestion, wrong: WrongAnswer): string {
  const missed = wrong.misses.join(", ");
  return `- "${wrong.answer}" ${pointsOf(question, wrong)} of ${question.maxPoints}, misses ${missed}. ${wrong.why}`;
}

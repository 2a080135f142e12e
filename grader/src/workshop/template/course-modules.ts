import type { CourseFacts } from "@robustness-lab/fixtures";
import { pointsOfQuestion, questionId, type Content } from "../../office/course/content.ts";
import type { WrittenQuestion } from "../../pipeline/score/written/question.ts";

const MADE = "Made from course.yaml by `./robustness-lab template`: change that.";

/** The module with what a course decides, as far as students may know it. Not yet formatted. */
export function renderCourseModule(content: Content): string {
  const { title, course, contact, points, exercises } = content;
  const facts: CourseFacts = {
    ...{ title, course },
    ...(contact === undefined ? {} : { contact }),
    ...(points === undefined ? {} : { points }),
    exercises,
    written: questionsOf(content).map(({ id, maxPoints }, index) => {
      return { id, title: content.written[index]?.title ?? "", points: maxPoints };
    }),
  };
  return `import type { CourseFacts } from "./course.ts";

/** What the course decides. ${MADE} */
export const COURSE: CourseFacts = ${JSON.stringify(facts)};
`;
}

/** The module with the written questions and their rubric, which students never get. Not yet formatted. */
export function renderQuestionsModule(content: Content): string {
  return `import type { WrittenQuestion } from "./written/question.ts";

/** The written questions with their rubric. ${MADE} */
export const WRITTEN_QUESTIONS: readonly WrittenQuestion[] = ${JSON.stringify(questionsOf(content))};
`;
}

function questionsOf({ written }: Content): readonly WrittenQuestion[] {
  return written.map((question, index) => ({
    id: questionId(index),
    question: question.short,
    maxPoints: pointsOfQuestion(question),
    criteria: question.criteria.map(({ "look-for": lookFor, ...criterion }) => ({ ...criterion, lookFor })),
    wrongAnswers: question["wrong-answers"],
  }));
}

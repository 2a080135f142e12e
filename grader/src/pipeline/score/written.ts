export { WRITTEN_QUESTIONS } from "./written.generated.ts";
export { pointsOf } from "./written/question.ts";
export type { AskedQuestion, Criterion, WrittenQuestion, WrongAnswer } from "./written/question.ts";

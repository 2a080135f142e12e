import type { WrittenQuestion } from "./written/question.ts";
import { W1 } from "./written/w1.ts";
import { W2 } from "./written/w2.ts";
import { W3 } from "./written/w3.ts";
import { W4 } from "./written/w4.ts";
import { W5 } from "./written/w5.ts";

export { pointsOf } from "./written/question.ts";
export type { AskedQuestion, Criterion, WrittenQuestion, WrongAnswer } from "./written/question.ts";

/** The written part of the sheet: 20 points in addition to the automatic 100. Each question has a file in written/. */
export const WRITTEN_QUESTIONS: readonly WrittenQuestion[] = [W1, W2, W3, W4, W5];

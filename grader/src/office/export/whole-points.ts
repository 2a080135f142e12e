import { countWords } from "../../pipeline/report/wording.ts";
import type { Result } from "../../pipeline/score/result.ts";
import { toGrade, type Grade, type GradeOptions } from "./grade.ts";

/* GitHub Classroom and Classroom 50 have no half points, and no test may have less than 0 or more than its maximum. */

/** A part of a written part that has a grade, in whole points. */
export interface WholePart {
  readonly name: string;
  readonly points: number;
  readonly maxPoints: number;
}

/** The grade in whole points, and its maximum: halves are rounded up. */
export function toWholeGrade(result: Result, options: GradeOptions): Grade {
  const grade = toGrade(result, options);
  if (grade.state === "withheld") return grade;
  return { ...grade, points: Math.round(grade.points), maxPoints: Math.round(grade.maxPoints) };
}

/** The written part of a grade, as parts that add up to it: its questions, or a single one if there are halves or an adjustment. */
export function writtenParts(result: Result, options: GradeOptions): readonly WholePart[] {
  const grade = toWholeGrade(result, options);
  if (options.withWritten !== true || grade.state === "withheld" || result.status !== "graded") return [];
  const isWhole = result.written.every((each) => Number.isInteger(each.points) && Number.isInteger(each.maxPoints));
  if (isWhole && result.adjustment === undefined) {
    return result.written.map((each) => ({
      name: `${each.id} ${each.question}`,
      points: each.points ?? 0,
      maxPoints: each.maxPoints,
    }));
  }
  return [
    {
      name: `Written part, ${countWords(result.written.length, "question")}`,
      points: grade.points - result.score,
      maxPoints: grade.maxPoints - result.maxScore,
    },
  ];
}

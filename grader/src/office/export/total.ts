import { penaltyOf } from "../course/penalty.ts";
import type { Exportable } from "./exportable.ts";
import { folderWords, toGrade, type Grade, type GradeOptions } from "./grade.ts";
import { lateWords } from "../course/late-words.ts";

/** A grade with its penalty, which is 0 on time; or the reason why there is none. */
export type Total =
  | (Extract<Grade, { readonly state: "given" }> & { readonly penalty: number; readonly total: number })
  | Extract<Grade, { readonly state: "withheld" }>;

/** The grade of a student, and what lateness takes from it. */
export function toTotal({ result, lateness, course = {} }: Exportable, options: GradeOptions): Total {
  const grade = toGrade(result, options);
  if (grade.state === "withheld") return grade;
  const { deadline, penalty } = course;
  if (deadline !== undefined && penalty !== undefined && lateness === undefined) {
    return withheldFor("nothing says when it was handed in", options);
  }
  const penalised = penaltyOf(course, lateness, grade);
  return penalised === null ? withheldFor("late, but nothing says by how much", options) : { ...grade, ...penalised };
}

function withheldFor(reason: string, { results }: GradeOptions): Total {
  const command = `./robustness-lab grade-class <submissions> --out ${folderWords(results)} --resume --times <file>`;
  return { state: "withheld", why: `${reason}, so the penalty is unknown: repeat ${command}` };
}

/** A penalty in words, such as "66 - 20 = 46, late by 1 day 2 hours"; undefined without one. */
export function penaltyWords({ lateness }: Exportable, total: Total): string | undefined {
  if (total.state === "withheld" || total.penalty === 0 || lateness === undefined) return undefined;
  return `${total.points} - ${total.penalty} = ${total.total}, ${lateWords(lateness)}`;
}

import { adviceOf, signed } from "../../pipeline/report/wording.ts";
import { pathInWords } from "../../shared/quote.ts";
import { writtenTotal, type CheckResult, type Result, type WrittenResult } from "../../pipeline/score/result.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** A grade for a gradebook, or the reason why there is none. A withheld grade never becomes a zero. */
export type Grade =
  | { readonly state: "given"; readonly points: number; readonly maxPoints: number }
  | { readonly state: "withheld"; readonly why: string };

export interface GradeOptions {
  /** Adds the points of the written part. */
  readonly withWritten?: boolean;
  /** The folder of the results, for the commands that reasons suggest. */
  readonly results?: string;
}

/** How the reason begins if the student or the course staff have to fix the submission. */
export const CANNOT_BE_READ = "it cannot be read";

/** The grade of a result. Only what was graded has one. */
export function toGrade(result: Result, { withWritten = false, results }: GradeOptions = {}): Grade {
  if (result.status === "grader-fault") {
    return withheld("the grader failed, which is not a fault of the submission: grade it again");
  }
  if (result.status === "submission-error") return withheld(`${CANNOT_BE_READ}: ${result.problem}`);
  if (result.only !== undefined) {
    return withheld(`only ${result.only.join(", ")} was graded, which is not a whole grade: grade without --only`);
  }
  const { score, maxScore } = result;
  if (!withWritten) return { state: "given", points: score, maxPoints: maxScore };
  const open = result.written.filter(({ points }) => points === null).map(({ id }) => id);
  if (open.length > 0) {
    return withheld(
      `${open.join(", ")} not marked yet: mark, then ./robustness-lab marks merge ${folderWords(results)}`,
    );
  }
  const maxPoints = maxScore + sumOf(result.written.map((each) => each.maxPoints));
  return { state: "given", points: score + (writtenTotal(result) ?? 0), maxPoints };
}

/** The folder of the results in a suggested command. */
export function folderWords(results: string | undefined): string {
  return results === undefined ? "<results>" : pathInWords(results);
}

/** Message and advice on a check as plain text; empty if there are none. */
export function checkWords(check: CheckResult): string {
  if (check.verdict !== "failed") return "";
  const { message } = check;
  return [
    ...(message === undefined ? [] : [message]),
    ...adviceOf(check, []).map(({ label, text }) => `${label}${label === "Looks like" ? "" : ":"} ${text}`),
  ].join("\n");
}

/** A marker's remarks on a question as plain text; empty if there are none. */
export function markedWords({ criteria = [], comment }: WrittenResult): string {
  return [
    ...criteria.map(({ title, points, maxPoints }) => `${title}: ${points ?? "–"} / ${maxPoints}`),
    ...(comment === undefined ? [] : [comment]),
  ].join("\n");
}

/** A marker's remarks on the written part as a whole as plain text; empty if there are none. */
export function overallWords({ adjustment, comment }: Pick<Result, "adjustment" | "comment">): string {
  return [
    ...(adjustment === undefined ? [] : [`Adjustment by ${signed(adjustment.points)}: ${adjustment.reason}`]),
    ...(comment === undefined ? [] : [comment]),
  ].join("\n");
}

function withheld(why: string): Grade {
  return { state: "withheld", why };
}

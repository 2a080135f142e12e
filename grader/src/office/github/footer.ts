import { visible } from "../../shared/escape.ts";
import type { ClassEntry } from "../class/class-file.ts";
import type { Result } from "../../pipeline/score/result.ts";
import type { Course } from "../course/course.ts";
import { lateWords } from "../course/late-words.ts";
import type { Lateness } from "../course/lateness.ts";
import { penaltyOf } from "../course/penalty.ts";
import { sumOf } from "../../shared/sum-of.ts";

/** What a comment says below the report: how late it is, what that costs, and whom to ask. Empty if there is nothing to say. */
export function renderFooter(
  { lateness }: Pick<ClassEntry, "lateness">,
  { penalty, contact }: Course,
  result: Result,
): string {
  const isLate = lateness !== undefined && lateness.minutes !== 0;
  const late = isLate
    ? [`Handed in ${lateWords(lateness)}.${costWords(lateness.days, penalty)}${totalWords(lateness, penalty, result)}`]
    : [];
  const questions = contact === undefined ? [] : [`Questions about this grade: ${visible(contact)}`];
  return [...late, ...questions].join("\n\n");
}

function costWords(days: number | null, penalty: Course["penalty"]): string {
  if (penalty === undefined) return "";
  if (days === 0) return " It costs nothing.";
  const begun = days === null ? "" : ` (${days} begun)`;
  const most = penalty["at-most"] === undefined ? "" : `, at most ${amountWords(penalty["at-most"])}`;
  return ` For each day begun${begun} the course takes off ${amountWords(penalty["per-day"])}${most}; it is not in the score above.`;
}

/** The arithmetic, with the written part if it is marked as a whole. */
function totalWords(lateness: Pick<Lateness, "days">, penalty: Course["penalty"], result: Result): string {
  if (penalty === undefined || lateness.days === null || lateness.days === 0) return "";
  if (result.status !== "graded" || result.only !== undefined) return "";
  const { score, maxScore, written } = result;
  const isMarked = written.every(({ points }) => points !== null);
  const parts = [{ points: score, maxPoints: maxScore }, ...(isMarked ? written : [])];
  const points = sumOf(parts.map((part) => part.points));
  const maxPoints = sumOf(parts.map((part) => part.maxPoints));
  const penalised = penaltyOf({ penalty }, lateness, { points, maxPoints });
  if (penalised === null) return "";
  const open = isMarked ? "" : ", without the written part";
  return ` With it: ${points} - ${penalised.penalty} = ${penalised.total} of ${maxPoints} points${open}.`;
}

function amountWords(amount: string): string {
  return /point/.test(amount) ? amount : `${amount} of the maximum points`;
}

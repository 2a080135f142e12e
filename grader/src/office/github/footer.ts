import { visible } from "../../shared/escape.ts";
import type { ClassEntry } from "../class/class-file.ts";
import type { Course } from "../course/course.ts";
import { lateWords } from "../course/late-words.ts";

/** What a comment says below the report: how late it is, what that costs, and whom to ask. Empty if there is nothing to say. */
export function renderFooter({ lateness }: Pick<ClassEntry, "lateness">, { penalty, contact }: Course): string {
  const isLate = lateness !== undefined && lateness.minutes !== 0;
  const late = isLate ? [`Handed in ${lateWords(lateness)}.${costWords(lateness.days, penalty)}`] : [];
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

function amountWords(amount: string): string {
  return /point/.test(amount) ? amount : `${amount} of the maximum points`;
}

import type { Result } from "../../pipeline/score/result.ts";
import type { ClassEntry } from "./class-file.ts";
import type { PlannedSubmission } from "./plan.ts";

/** The entry in class.json of a submission with a result. @throws Error for a grader fault, which is not a result */
export function toEntry(planned: PlannedSubmission, result: Result): ClassEntry {
  if (result.status === "grader-fault") throw new Error("a grader fault has no folder");
  const { maxScore, submission } = result;
  const common = { ...identity(planned), folder: planned.folder, maxScore };
  if (result.status === "submission-error") {
    return { ...common, status: "submission-error", sha256: submission.sha256, problem: result.problem };
  }
  if (submission.sha256 === null) throw new Error("a graded submission has a digest");
  return { ...common, status: "graded", sha256: submission.sha256, score: result.score };
}

/** The entry in class.json of a submission without a result. */
export function toEntryWithout(
  planned: PlannedSubmission,
  fate: { readonly status: "unreadable" | "grader-fault"; readonly problem: string } | { readonly status: "pending" },
): ClassEntry {
  return { ...identity(planned), ...fate };
}

function identity(planned: PlannedSubmission): Pick<ClassEntry, "id" | "name" | "lms" | "team" | "submittedAt"> {
  const { id, name, lms, team, submittedAt } = planned;
  return { id, name, ...(lms && { lms }), ...(team && { team }), ...(submittedAt && { submittedAt }) };
}

import type { Result } from "../../pipeline/score/result.ts";
import type { ClassEntry } from "./class-file.ts";
import type { Planned } from "./plan.ts";

/** What class.json says of a submission whose result lies in its folder. @throws Error for a grader fault */
export function toEntry(planned: Planned, result: Result): ClassEntry {
  if (result.status === "grader-fault") throw new Error("a grader fault is no result of a submission");
  const { maxScore, submission } = result;
  const common = { ...identity(planned), folder: planned.folder, maxScore };
  if (result.status === "submission-error") {
    const { problem, score } = result;
    return { ...common, status: "submission-error", sha256: submission.sha256, score, problem };
  }
  if (submission.sha256 === null) throw new Error("what was graded has a digest");
  return { ...common, status: "graded", sha256: submission.sha256, score: result.score };
}

/** What class.json says of a submission that has no result. */
export function toEntryWithout(
  planned: Planned,
  fate: { readonly status: "unreadable" | "grader-fault"; readonly problem: string } | { readonly status: "pending" },
): ClassEntry {
  return { ...identity(planned), ...fate };
}

function identity({ id, name, lms }: Planned): Pick<ClassEntry, "id" | "name" | "lms"> {
  return { id, name, ...(lms === undefined ? {} : { lms }) };
}

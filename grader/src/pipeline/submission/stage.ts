import type { InspectedSubmission, StagedSubmission } from "./read-submission.ts";
import { runReader } from "./reader-process.ts";

export type { InspectedSubmission, StagedFiles, StagedSubmission, UnstageableSubmission } from "./read-submission.ts";

/**
 * Copies the sources and the answers of a submission, and nothing else, into an empty folder.
 *
 * @throws UsageError for a path that does not exist, cannot be read or is not an archive
 */
export async function stageSubmission(source: string, scratch: string): Promise<StagedSubmission> {
  const read = await runReader({ source, copyTo: scratch });
  return read.status === "problem" ? read : { ...read, folder: scratch };
}

/** Reads a submission without copying it, to identify it. @throws UsageError as staging does */
export function inspectSubmission(source: string): Promise<InspectedSubmission> {
  return runReader({ source });
}

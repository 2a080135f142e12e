import type { InspectedSubmission, StagedSubmission } from "./read-submission.ts";
import { runReader } from "./reader-process.ts";

export type { InspectedSubmission, StagedFiles, StagedSubmission } from "./read-submission.ts";

/**
 * Copies the sources and the answers of a submission, and nothing else, into an empty folder.
 *
 * @param picturesTo an empty or missing folder for the pictures that answers.md names
 * @throws UsageError for a path that does not exist, cannot be read or is not an archive
 */
export async function stageSubmission(source: string, scratch: string, picturesTo?: string): Promise<StagedSubmission> {
  const copyTo = { files: scratch, ...(picturesTo === undefined ? {} : { pictures: picturesTo }) };
  const read = await runReader({ source, copyTo });
  return read.status === "problem" ? read : { ...read, folder: scratch };
}

/** Reads a submission and copies at most its pictures, to identify it. @throws UsageError as staging does */
export function inspectSubmission(source: string, picturesTo?: string): Promise<InspectedSubmission> {
  return runReader({ source, copyTo: picturesTo === undefined ? {} : { pictures: picturesTo } });
}

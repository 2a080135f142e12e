import { FaultError, UsageError } from "../../shared/errors.ts";
import { MarkerError } from "../../shared/markers.ts";
import { committedFiles } from "./committed-files.ts";
import { driftBetween, type Drift } from "./drift.ts";
import { makeFiles } from "./make-files.ts";

/** For what is published: no file may lag behind course.yaml or the solution. @throws UsageError that says what to run */
export async function assertInStep(): Promise<void> {
  const made = await makeFiles().catch((error: unknown) => {
    if (!(error instanceof MarkerError)) throw error;
    throw new FaultError(`solution/src/${error.message} (${error.code})`, { cause: error });
  });
  const [first, ...others] = driftBetween(await committedFiles(made), made);
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  throw new UsageError(`${driftInWords(first)}${more}: run ./robustness-lab template, then this again`);
}

/** "template/README.md is missing". */
export function driftInWords({ file, reason }: Drift): string {
  return `${file} ${reason === "differs" ? "differs from what course.yaml and solution/ make" : `is ${reason}`}`;
}

import "../../pipeline/judge/suites/index.ts";
import { checkSeeds } from "../../pipeline/judge/check-seeds.ts";
import { declaredChecks, judgeCheck } from "../../pipeline/judge/check.ts";
import { recording, type RecordedCall, type RecordedCheck } from "../../pipeline/judge/recorded-calls.ts";
import { openInProcess } from "../../pipeline/run/in-process.ts";
import type { Functions } from "../../pipeline/diagnose/variants/load-variant.ts";

/** Which checks to judge functions in, and with which probes. */
export interface InProcessOptions {
  readonly seed: number;
  /** Ids of checks; all where it is absent. */
  readonly only?: readonly string[];
}

/** A check that was judged in this process, with the calls it made. */
export type InProcessVerdict = RecordedCheck & { readonly message?: string };

/**
 * Judges functions of our own by the hidden suites, in this process: the same checks and the same child code as a grade, but
 * no sandbox, no vitest and a fifth of the time. The engine is loaded.
 */
export async function judgeInProcess(
  functions: Functions,
  { seed, only }: InProcessOptions,
): Promise<readonly InProcessVerdict[]> {
  const submission = openInProcess(functions);
  const seeds = checkSeeds(seed);
  const judged: InProcessVerdict[] = [];
  for (const id of declaredChecks().filter((each) => only?.includes(each) ?? true)) {
    const calls: RecordedCall[] = [];
    judged.push({
      id,
      ...(await judgeCheck(id, { submission: recording(submission, calls), ...seeds(id) })),
      calls,
    });
  }
  return judged;
}

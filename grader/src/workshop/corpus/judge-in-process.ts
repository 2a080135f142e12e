import "../../pipeline/judge/suites/index.ts";
import { checkSeeds } from "../../pipeline/judge/check-seeds.ts";
import { declaredChecks, judgeCheck } from "../../pipeline/judge/check.ts";
import {
  callsOfItsFunction,
  recording,
  type RecordedCall,
  type RecordedCheck,
} from "../../pipeline/judge/recorded-calls.ts";
import { openInProcess } from "../../pipeline/run/in-process.ts";
import type { Functions } from "../../pipeline/diagnose/variants/load-code.ts";

export interface InProcessOptions {
  readonly seed: number;
  /** Ids of checks; all by default. */
  readonly only?: readonly string[];
}

/** By the run's seed: making one takes a tenth of a second, as long as judging a function. */
const seedsOf = new Map<number, ReturnType<typeof checkSeeds>>();

/** The verdict on a check, with the calls it made. */
export type InProcessVerdict = RecordedCheck & { readonly message?: string };

/**
 * Judges our own functions in this process with the hidden suites: the checks and the child code of a grade, without sandbox
 * and processes, in a fraction of the time. The engine must be loaded.
 */
export async function judgeInProcess(
  functions: Functions,
  { seed, only }: InProcessOptions,
): Promise<readonly InProcessVerdict[]> {
  const submission = openInProcess(functions);
  const seeds = seedsOf.get(seed) ?? checkSeeds(seed);
  seedsOf.set(seed, seeds);
  const judged: InProcessVerdict[] = [];
  for (const id of declaredChecks().filter((each) => only?.includes(each) ?? true)) {
    const calls: RecordedCall[] = [];
    const verdict = await judgeCheck(id, { submission: recording(submission, calls), ...seeds(id) });
    judged.push({ id, ...verdict, calls: callsOfItsFunction(id, calls) });
  }
  return judged;
}

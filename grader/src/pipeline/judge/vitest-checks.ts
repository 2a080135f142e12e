import { isGiven } from "@robustness-lab/fixtures/exercises";
import { afterAll, inject, test } from "vitest";
import { checkSeeds, type CheckSeeds } from "./check-seeds.ts";
import { declaredChecks, functionOf, judgeCheck } from "./check.ts";
import { attackFigure } from "./figures/attack-figure.ts";
import type { AttackFigure } from "./judgement.ts";
import {
  callsOfItsFunction,
  MAX_RUN_BYTES,
  recording,
  writeRecordedChecks,
  type RecordedCall,
  type RecordedCheck,
} from "./recorded-calls.ts";
import { closeSubmission, submissionOfThisRun } from "./submission-of-this-run.ts";

/** Longer than any call may take: calls have their own limits, and this one is for checks that hang. */
const CHECK_TIMEOUT_MS = 300_000;

/**
 * Declares a vitest test for each check. Verdicts go into the metadata of the tests, notes on the submission into that of
 * the suite, from where the reporter collects them.
 */
export function runDeclaredChecks(): void {
  const { only, seed, recordTo } = inject("run");
  const recorded: RecordedCheck[] = [];
  const budget = { left: MAX_RUN_BYTES };
  // Made once, since scrypt takes a tenth of a second, and not while vitest collects the tests.
  let made: ReturnType<typeof checkSeeds> | undefined;
  const seedsOf = (id: string): CheckSeeds => (made ??= checkSeeds(seed))(id);

  for (const id of declaredChecks().filter((each) => only?.includes(each) ?? !isGiven(functionOf(each)))) {
    test(id, { timeout: CHECK_TIMEOUT_MS }, async ({ task }) => {
      const startedAt = performance.now();
      const calls: RecordedCall[] = [];
      const submission = recording(await submissionOfThisRun(), calls, budget);
      const outcome = await judgeCheck(id, { submission, ...seedsOf(id) });
      recorded.push({ id, verdict: outcome.verdict, calls: callsOfItsFunction(id, calls) });
      Object.assign(task.meta, { judged: { id, ...outcome, durationMs: Math.round(performance.now() - startedAt) } });
    });
  }

  afterAll(async ({}, suite) => {
    const figure = recorded.some(({ id }) => functionOf(id) === "fgsm") ? await drawFigure(seedsOf) : undefined;
    Object.assign(suite.meta, {
      closing: { ...(await closeSubmission()), ...(figure === undefined ? {} : { figure }) },
    });
    if (recordTo !== undefined) await writeRecordedChecks(recordTo, ofFailedFunctions(recorded));
    // On a busy machine, ending a process can take longer than vitest's default limit for hooks.
  }, CHECK_TIMEOUT_MS);
}

/** Called after all checks, and only if fgsm was judged: the submission's process is running already. */
async function drawFigure(seedsOf: (id: string) => CheckSeeds): Promise<AttackFigure> {
  return attackFigure(await submissionOfThisRun(), seedsOf("attack-figure").random);
}

/** All checks of each function that failed one: the checks that it passed help to distinguish mistakes, too. */
function ofFailedFunctions(recorded: readonly RecordedCheck[]): readonly RecordedCheck[] {
  const failed = new Set(recorded.filter(({ verdict }) => verdict === "failed").map(({ id }) => functionOf(id)));
  return recorded.filter(({ id }) => failed.has(functionOf(id)));
}

import { isGiven } from "@robustness-lab/fixtures/exercises";
import { afterAll, test } from "@vitest/runner";
import { checkSeeds, type CheckSeeds } from "./check-seeds.ts";
import { declaredChecks, functionOf, judgeCheck } from "./check.ts";
import { attackFigure } from "./figures/attack-figure.ts";
import type { Submission } from "../run/observation.ts";
import type { AttackFigure, Closing } from "./judgement.ts";
import {
  callsOfItsFunction,
  MAX_RUN_BYTES,
  recording,
  writeRecordedChecks,
  type RecordedCall,
  type RecordedCheck,
} from "./recorded-calls.ts";
import { openSubmissionOf } from "./open-submission-of.ts";
import type { SuiteRun } from "./suite-run.ts";

/**
 * Declares a vitest test for each check. Verdicts go into the metadata of the tests, notes on the submission into that of
 * the suite, from where they are sent. The process may judge many submissions: all state is made here, per run.
 */
export function runDeclaredChecks(run: SuiteRun): void {
  const recorded: RecordedCheck[] = [];
  const budget = { left: MAX_RUN_BYTES };
  let opened: Promise<Submission> | undefined;
  // Made once, since scrypt takes a tenth of a second, and not while vitest collects the tests.
  let made: ReturnType<typeof checkSeeds> | undefined;
  const seedsOf = (id: string): CheckSeeds => (made ??= checkSeeds(run.seed))(id);

  for (const id of declaredChecks().filter((each) => run.only?.includes(each) ?? !isGiven(functionOf(each)))) {
    test(id, async ({ task }) => {
      const startedAt = performance.now();
      const calls: RecordedCall[] = [];
      const submission = recording(await (opened ??= openSubmissionOf(run)), calls, budget);
      const outcome = await judgeCheck(id, { submission, ...seedsOf(id) });
      recorded.push({ id, verdict: outcome.verdict, calls: callsOfItsFunction(id, calls) });
      Object.assign(task.meta, { judged: { id, ...outcome, durationMs: Math.round(performance.now() - startedAt) } });
    });
  }

  afterAll(async ({}, suite) => {
    // The submission's process is running already if fgsm was judged.
    const drawsFigure = recorded.some(({ id }) => functionOf(id) === "fgsm");
    const draw = (submission: Submission) => attackFigure(submission, seedsOf("attack-figure").random);
    Object.assign(suite.meta, { closing: await close(await opened, drawsFigure ? draw : undefined) });
    if (run.recordTo !== undefined) await writeRecordedChecks(run.recordTo, ofFailedFunctions(recorded));
  });
}

/** Ends a submission's process, if one was started, after a last drawing. */
async function close(
  submission: Submission | undefined,
  draw?: (submission: Submission) => Promise<AttackFigure>,
): Promise<Closing> {
  if (submission === undefined) return { integrity: [], printed: "" };
  const figure = await draw?.(submission);
  await submission.close();
  const notes = { integrity: submission.integrity(), printed: submission.output() };
  return figure === undefined ? notes : { ...notes, figure };
}

/** All checks of each function that failed one: the checks that it passed help to distinguish mistakes, too. */
function ofFailedFunctions(recorded: readonly RecordedCheck[]): readonly RecordedCheck[] {
  const failed = new Set(recorded.filter(({ verdict }) => verdict === "failed").map(({ id }) => functionOf(id)));
  return recorded.filter(({ id }) => failed.has(functionOf(id)));
}

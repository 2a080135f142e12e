import { afterAll, inject, test } from "vitest";
import { checkSeeds } from "./check-seeds.ts";
import { declaredChecks, functionOf, judgeCheck } from "./check.ts";
import { attackFigure } from "./figures/attack-figure.ts";
import type { AttackFigure } from "./judgement.ts";
import {
  recording,
  recordingBudget,
  writeRecordedChecks,
  type RecordedCall,
  type RecordedCheck,
} from "./recorded-calls.ts";
import { closeSubmission, submissionOfThisRun } from "./submission-of-this-run.ts";

/** Longer than any call may take: the parent's clock ends calls, this ends checks that hang. */
const CHECK_TIMEOUT_MS = 300_000;

/** Makes each declared check a vitest test, and leaves what is to be told of the submission when all have ended. */
export function runDeclaredChecks(): void {
  const { only, seed, recordTo } = inject("run");
  const recorded: RecordedCheck[] = [];
  const budget = recordingBudget();
  // Its key takes a tenth of a second: made once, and not while the file is collected.
  let seeds: ReturnType<typeof checkSeeds> | undefined;

  for (const id of declaredChecks().filter((each) => only?.includes(each) ?? true)) {
    test(id, { timeout: CHECK_TIMEOUT_MS }, async ({ task }) => {
      const startedAt = performance.now();
      const calls: RecordedCall[] = [];
      const submission = recording(await submissionOfThisRun(), calls, budget);
      const outcome = await judgeCheck(id, { submission, ...(seeds ??= checkSeeds(seed))(id) });
      recorded.push({ id, verdict: outcome.verdict, calls });
      Object.assign(task.meta, { judged: { id, ...outcome, durationMs: Math.round(performance.now() - startedAt) } });
    });
  }

  afterAll(async ({}, suite) => {
    const figure = recorded.some(({ id }) => functionOf(id) === "fgsm") ? await drawFigure(seed) : undefined;
    Object.assign(suite.meta, {
      closing: { ...(await closeSubmission()), ...(figure === undefined ? {} : { figure }) },
    });
    if (recordTo !== undefined) await writeRecordedChecks(recordTo, ofFailedFunctions(recorded));
    // What a hook may take by default is less than ending a process can, on a machine that is busy.
  }, CHECK_TIMEOUT_MS);
}

/** After all is judged, of one that was called already: it starts no process of its own. */
async function drawFigure(seed: number): Promise<AttackFigure> {
  return attackFigure(await submissionOfThisRun(), checkSeeds(seed)("attack-figure").random);
}

/** All checks of each function that failed one: what it passed tells mistakes apart as well. */
function ofFailedFunctions(recorded: readonly RecordedCheck[]): readonly RecordedCheck[] {
  const failed = new Set(recorded.filter(({ verdict }) => verdict === "failed").map(({ id }) => functionOf(id)));
  return recorded.filter(({ id }) => failed.has(functionOf(id)));
}

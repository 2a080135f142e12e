import { randomUUID } from "node:crypto";
import { basename, dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { TestUserConfig, Vitest } from "vitest/node";
import { descendants, killTree } from "../../shared/process-tree.ts";
import { bundledSuites } from "./bundled-suites.ts";
import { collectVerdicts } from "./collect-verdicts.ts";
import { createVitestWithoutSignals } from "./create-vitest.ts";
import type { JudgedCheck, Judgement } from "./judgement.ts";
import type { SuiteRun } from "./suite-run.ts";
import { CACHE_FOLDER } from "../../shared/paths.ts";
import { messageOf } from "../../shared/errors.ts";

/** Options for watching and ending a run of the suites. */
export interface SuiteEvents {
  /** Called after each check. */
  readonly onJudged?: (check: JudgedCheck) => void;
  /** Ends the run early: the judgement is a fault. */
  readonly signal?: AbortSignal;
  /** Suites that run longer are a fault. The default is long after the limit of all calls. */
  readonly deadlineMs?: number;
}

const CACHE = `${CACHE_FOLDER}suites`;
/** The time of the suites besides the calls they make, on a slow machine. */
const SUITES_MS = 300_000;
const CLOSE_MS = 5000;

/**
 * Runs the hidden suites in a vitest process and collects the verdicts. Anything that prevents a verdict (a suite that
 * throws at import, a test that ends without being judged) is a fault, never a zero.
 */
export async function runSuites(run: SuiteRun, events: SuiteEvents = {}, entry = "all.suite.ts"): Promise<Judgement> {
  const collector = collectVerdicts(events.onJudged);
  const workerName = `suites-${randomUUID()}`;
  let vitest: Vitest | undefined;
  try {
    const suites = await bundledSuites(entry, run.engine);
    const options = { ...vitestOptions(run, suites, workerName), reporters: [collector.reporter] };
    vitest = await createVitestWithoutSignals("test", options, { cacheDir: CACHE });
    await startWithin(events.deadlineMs ?? run.limits.submissionMs + SUITES_MS, vitest, events.signal);
  } catch (error) {
    collector.addFault(messageOf(error));
    for (const worker of descendants(process.pid, workerName)) killTree(worker);
  } finally {
    // vitest waits a minute for a worker that was killed.
    await Promise.race([vitest?.close(), setTimeout(CLOSE_MS, undefined, { ref: false })]);
  }
  if (events.signal?.aborted) return { status: "fault", reason: "the run was stopped", integrity: [] };
  return collector.judgement();
}

function vitestOptions(run: SuiteRun, suites: string, workerName: string): TestUserConfig {
  return {
    // Without this a stray configuration file would redirect the run.
    config: false,
    root: dirname(suites),
    include: [basename(suites)],
    watch: false,
    pool: "forks",
    maxWorkers: 1,
    isolate: false,
    // Identifies the worker, in case it hangs: vitest does not reveal its process id.
    execArgv: [`--title=${workerName}`],
    provide: { run },
    // The suites are one module that Node can import: no file is translated, and nothing is mocked.
    experimental: { viteModuleRunner: false, nodeLoader: false },
  };
}

/** Runs vitest to its end, or cancels it on abort. @throws Error at the deadline */
async function startWithin(deadlineMs: number, vitest: Vitest, abort?: AbortSignal): Promise<void> {
  const ended = new AbortController();
  const cancel = (): void => void vitest.cancelCurrentRun("keyboard-input");
  abort?.addEventListener("abort", cancel, { signal: ended.signal });
  try {
    await Promise.race([vitest.start(), failAfter(deadlineMs, ended.signal)]);
  } finally {
    ended.abort();
  }
}

async function failAfter(ms: number, signal: AbortSignal): Promise<never> {
  await setTimeout(ms, undefined, { signal });
  throw new Error(`the suites did not end within ${ms / 1000} s`);
}

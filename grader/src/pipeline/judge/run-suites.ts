import { randomUUID } from "node:crypto";
import { basename, dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { TestUserConfig, Vitest } from "vitest/node";
import { descendants, killTree } from "../../shared/process-tree.ts";
import { bundledSuites } from "./bundled-suites.ts";
import { collectVerdicts, type VerdictCollector } from "./collect-verdicts.ts";
import { createVitestWithoutSignals } from "./create-vitest.ts";
import { keptFork } from "./kept-fork.ts";
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

/** The hidden suites in a vitest process, which judges submissions one after the other. */
export interface Suites {
  /**
   * Runs the suites and collects the verdicts. Anything that prevents a verdict (a suite that throws at import, a test that
   * ends without being judged) is a fault, never a zero. After a fault the next judgement is made in a new process.
   */
  readonly judge: (run: SuiteRun, events?: SuiteEvents) => Promise<Judgement>;
  readonly close: () => Promise<void>;
}

/** Opens the suites. Their process is started by the first judgement. */
export function openSuites(entry = "all.suite.ts"): Suites {
  let open: Promise<Running> | undefined;
  const close = async (): Promise<void> => {
    const running = await open?.catch(() => undefined);
    open = undefined;
    if (running !== undefined) await closeVitest(running);
  };
  return {
    judge: async (run, events = {}) => {
      open ??= startVitest(entry, run.engine);
      const judgement = await open.then((running) => judgeWith(running, run, events), toFault);
      if (judgement.status === "fault") await close();
      return judgement;
    },
    close,
  };
}

/** Suites that cannot be bundled, or a vitest that does not start. */
function toFault(error: unknown): Judgement {
  return { status: "fault", reason: messageOf(error), integrity: [] };
}

/** Runs the hidden suites once, in a new process. */
export async function runSuites(run: SuiteRun, events: SuiteEvents = {}, entry?: string): Promise<Judgement> {
  const suites = openSuites(entry);
  try {
    return await suites.judge(run, events);
  } finally {
    await suites.close();
  }
}

/** A vitest with the suites, and the name of its process. */
interface Running {
  readonly vitest: Vitest;
  readonly workerName: string;
  readonly collector: VerdictCollector;
  readonly endFork: () => Promise<void>;
}

async function startVitest(entry: string, engine: SuiteRun["engine"]): Promise<Running> {
  const suites = await bundledSuites(entry, engine);
  const workerName = `suites-${randomUUID()}`;
  const collector = collectVerdicts();
  const { pool, end } = keptFork();
  const options = { ...vitestOptions(suites, workerName), pool, reporters: [collector.reporter] };
  const vitest = await createVitestWithoutSignals("test", options, { cacheDir: CACHE });
  return { vitest, workerName, collector, endFork: end };
}

async function judgeWith(
  { vitest, workerName, collector }: Running,
  run: SuiteRun,
  events: SuiteEvents,
): Promise<Judgement> {
  collector.begin(events.onJudged);
  vitest.provide("run", run);
  try {
    await startWithin(events.deadlineMs ?? run.limits.submissionMs + SUITES_MS, vitest, events.signal);
  } catch (error) {
    collector.addFault(messageOf(error));
    for (const worker of descendants(process.pid, workerName)) killTree(worker);
  }
  if (events.signal?.aborted) return { status: "fault", reason: "the run was stopped", integrity: [] };
  return collector.judgement();
}

async function closeVitest({ vitest, endFork }: Running): Promise<void> {
  // vitest waits a minute for a worker that was killed.
  await Promise.race([vitest.close(), setTimeout(CLOSE_MS, undefined, { ref: false })]);
  await endFork();
}

/** vitest's process only ends with a killed parent while it has something to say to it. */
const END_WITH_PARENT = 'process.on("disconnect", () => process.exit(1)); if (!process.connected) process.exit(1);';

function vitestOptions(suites: string, workerName: string): TestUserConfig {
  return {
    // Without this a stray configuration file would redirect the run.
    config: false,
    root: dirname(suites),
    include: [basename(suites)],
    watch: false,
    maxWorkers: 1,
    isolate: false,
    // Identifies the worker, in case it hangs: vitest does not reveal its process id.
    execArgv: [`--title=${workerName}`, `--import=data:text/javascript,${encodeURIComponent(END_WITH_PARENT)}`],
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

import { createHash, randomUUID } from "node:crypto";
import { constants, readFileSync } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { TestUserConfig, Vitest } from "vitest/node";
import { descendants, killTree } from "../../shared/process-tree.ts";
import { collectVerdicts, type VerdictCollector } from "./collect-verdicts.ts";
import { createVitestWithoutSignals } from "./create-vitest.ts";
import { keptFork } from "./kept-fork.ts";
import type { JudgedCheck, Judgement } from "./judgement.ts";
import type { SuiteRun } from "./suite-run.ts";
import { CACHE_FOLDER, ROOT } from "../../shared/paths.ts";
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

const SUITES = fileURLToPath(new URL("./suites/", import.meta.url));
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
      open ??= startVitest(entry);
      const judgement = await judgeWith(await open, run, events);
      if (judgement.status === "fault") await close();
      return judgement;
    },
    close,
  };
}

/** Runs the hidden suites once, in a process of their own. */
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

async function startVitest(entry: string): Promise<Running> {
  const workerName = `suites-${randomUUID()}`;
  const collector = collectVerdicts();
  const { pool, end } = keptFork();
  const options = { ...vitestOptions(entry, workerName, await canWrite(CACHE)), pool, reporters: [collector.reporter] };
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

/** Whether files can be made in a folder, which is made too. */
async function canWrite(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function vitestOptions(entry: string, workerName: string, isCached: boolean): TestUserConfig {
  return {
    // Without this a stray configuration file would redirect the run.
    config: false,
    root: SUITES,
    include: [entry],
    watch: false,
    maxWorkers: 1,
    isolate: false,
    // Identifies the worker, in case it hangs: vitest does not reveal its process id.
    execArgv: [`--title=${workerName}`],
    // Compiled suites are cached between submissions. vitest fails if it cannot write them.
    experimental: { fsModuleCache: isCached, fsModuleCachePath: join(CACHE, exportsKey()) },
  };
}

/** A cache key for the exports of fixtures, because compiled suites contain the paths that they resolve to. */
function exportsKey(): string {
  return createHash("sha256")
    .update(readFileSync(`${ROOT}fixtures/package.json`))
    .digest("hex")
    .slice(0, 16);
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

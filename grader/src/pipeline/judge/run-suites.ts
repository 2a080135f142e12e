import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { fileURLToPath } from "node:url";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import { descendants, killTree } from "../../shared/process-tree.ts";
import { createVitestWithoutSignals } from "./create-vitest.ts";
import type { JudgedCheck, Judgement } from "./judgement.ts";
import type { Closing } from "./submission-of-this-run.ts";
import type { SuiteRun } from "./suite-run.ts";
import { CACHE_FOLDER } from "../../shared/paths.ts";

/** What a caller may watch while the suites run. */
export interface SuiteEvents {
  /** Told after each check. */
  readonly onJudged?: (check: JudgedCheck) => void;
  /** Ends the run early: the judgement is a fault. */
  readonly signal?: AbortSignal;
  /** When suites that have not ended are a fault; by default long after all calls were stopped. */
  readonly deadlineMs?: number;
}

const SUITES = fileURLToPath(new URL("./suites/", import.meta.url));
const CACHE = `${CACHE_FOLDER}suites`;

/**
 * Runs the hidden suites in a vitest process of their own and collects the verdicts. Whatever keeps the suites from
 * giving them (a suite that throws at import, a check that ends otherwise than judged) is a fault, never a zero.
 */
export async function runSuites(run: SuiteRun, events: SuiteEvents = {}, entry = "all.suite.ts"): Promise<Judgement> {
  const collected = collect(events.onJudged);
  const workerName = `suites-${randomUUID()}`;
  const vitest = await createVitestWithoutSignals(
    "test",
    {
      // Without this a stray configuration file would redirect the run.
      config: false,
      root: SUITES,
      include: [entry],
      watch: false,
      pool: "forks",
      maxWorkers: 1,
      isolate: false,
      // By which a worker that hangs is found: vitest waits for it a minute and tells nobody its id.
      execArgv: [`--title=${workerName}`],
      reporters: [collected.reporter],
      provide: { run },
      // The suites are translated once, not for each submission.
      experimental: { fsModuleCache: true, fsModuleCachePath: join(CACHE, "modules") },
    },
    { cacheDir: CACHE },
  );
  const abort = (): void => void vitest.cancelCurrentRun("keyboard-input");
  events.signal?.addEventListener("abort", abort);
  const overdue = deadline(events.deadlineMs ?? run.limits.submissionMs + SUITES_MS);
  try {
    await Promise.race([vitest.start(), overdue.passed]);
  } catch (error) {
    collected.addFault(error instanceof Error ? error.message : String(error));
    endWorker(workerName);
  } finally {
    overdue.clear();
    events.signal?.removeEventListener("abort", abort);
    // vitest waits a minute for a worker that was killed; nobody else has to.
    await Promise.race([vitest.close(), setTimeout(CLOSE_MS, undefined, { ref: false })]);
  }
  return events.signal?.aborted
    ? { status: "fault", reason: "the run was stopped", integrity: [] }
    : collected.judgement();
}

function endWorker(name: string): void {
  for (const worker of descendants(process.pid, name)) killTree(worker);
}

const CLOSE_MS = 5000;
/** What the suites may take besides the calls they make, when all is slow. */
const SUITES_MS = 300_000;

interface Deadline {
  readonly passed: Promise<never>;
  readonly clear: () => void;
}

function deadline(ms: number): Deadline {
  const cleared = new AbortController();
  const passed = setTimeout(ms, undefined, { signal: cleared.signal }).then(() => {
    throw new Error(`the suites did not end within ${ms / 1000} s`);
  });
  // Nobody waits for it any more once it is cleared.
  passed.catch(() => undefined);
  return { passed, clear: () => cleared.abort() };
}

interface Collected {
  readonly reporter: Reporter;
  readonly addFault: (reason: string) => void;
  readonly judgement: () => Judgement;
}

function collect(onJudged: SuiteEvents["onJudged"]): Collected {
  const verdicts: JudgedCheck[] = [];
  const faults: string[] = [];
  let closing: Closing | undefined;
  const reporter: Reporter = {
    onTestCaseResult(testCase) {
      const judged = judgedIn(testCase);
      if (judged === undefined) return void faults.push(`${testCase.name}: ${reasonOf(testCase)}`);
      verdicts.push(judged);
      onJudged?.(judged);
    },
    onTestModuleEnd(module) {
      faults.push(...module.errors().map(({ message }) => message));
      closing = (module.meta() as { closing?: Closing }).closing;
    },
    onTestRunEnd(_modules: readonly TestModule[], unhandled) {
      faults.push(...unhandled.map(({ message }) => message));
    },
  };
  const judgement = (): Judgement => {
    const { integrity, printed, figure } = closing ?? { integrity: [], printed: "" };
    const told = { integrity, ...(printed === "" ? {} : { printed }), ...(figure === undefined ? {} : { figure }) };
    return faults.length === 0
      ? { status: "judged", verdicts, ...told }
      : { status: "fault", reason: stripVTControlCharacters(faults.join("; ")), ...told };
  };
  return { reporter, addFault: (reason) => void faults.push(reason), judgement };
}

function judgedIn(testCase: TestCase): JudgedCheck | undefined {
  const { judged } = testCase.meta() as { judged?: JudgedCheck };
  return testCase.result().state === "passed" ? judged : undefined;
}

function reasonOf(testCase: TestCase): string {
  const { state, errors } = testCase.result();
  return errors?.map(({ message }) => message).join("; ") ?? `ended as ${state}`;
}

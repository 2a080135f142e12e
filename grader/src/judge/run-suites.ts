import { stripVTControlCharacters } from "node:util";
import { fileURLToPath } from "node:url";
import type { Reporter, TestCase, TestModule } from "vitest/node";
import { createVitest } from "vitest/node";
import type { JudgedCheck, Judgement } from "./judgement.ts";
import type { SuiteRun } from "./suite-run.ts";

/** What a caller may watch while the suites run. */
export interface SuiteEvents {
  /** Told after each check. */
  readonly onJudged?: (check: JudgedCheck) => void;
  /** Ends the run early: the judgement is a fault. */
  readonly signal?: AbortSignal;
}

const SUITES = fileURLToPath(new URL("./suites/", import.meta.url));

/**
 * Runs the hidden suites in a vitest process of their own and collects the verdicts. Whatever keeps the suites from
 * giving them (a suite that throws at import, a check that ends otherwise than judged) is a fault, never a zero.
 */
export async function runSuites(run: SuiteRun, events: SuiteEvents = {}, entry = "all.suite.ts"): Promise<Judgement> {
  const collected = collect(events.onJudged);
  const vitest = await createVitest(
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
      reporters: [collected.reporter],
      provide: { run },
    },
    { cacheDir: fileURLToPath(new URL("../../../node_modules/.cache/suites", import.meta.url)) },
  );
  const abort = (): void => void vitest.cancelCurrentRun("keyboard-input");
  events.signal?.addEventListener("abort", abort);
  try {
    await vitest.start();
  } catch (error) {
    collected.addFault(error instanceof Error ? error.message : String(error));
  } finally {
    events.signal?.removeEventListener("abort", abort);
    await vitest.close();
  }
  return events.signal?.aborted
    ? { status: "fault", reason: "the run was stopped", integrity: [] }
    : collected.judgement();
}

interface Collected {
  readonly reporter: Reporter;
  readonly addFault: (reason: string) => void;
  readonly judgement: () => Judgement;
}

function collect(onJudged: SuiteEvents["onJudged"]): Collected {
  const verdicts: JudgedCheck[] = [];
  const faults: string[] = [];
  const integrity: string[] = [];
  const reporter: Reporter = {
    onTestCaseResult(testCase) {
      const judged = judgedIn(testCase);
      if (judged === undefined) return void faults.push(`${testCase.name}: ${reasonOf(testCase)}`);
      verdicts.push(judged);
      onJudged?.(judged);
    },
    onTestModuleEnd(module) {
      faults.push(...module.errors().map(({ message }) => message));
      integrity.push(...((module.meta() as { integrity?: readonly string[] }).integrity ?? []));
    },
    onTestRunEnd(_modules: readonly TestModule[], unhandled) {
      faults.push(...unhandled.map(({ message }) => message));
    },
  };
  const judgement = (): Judgement =>
    faults.length === 0
      ? { status: "judged", verdicts, integrity }
      : { status: "fault", reason: stripVTControlCharacters(faults.join("; ")), integrity };
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

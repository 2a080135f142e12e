import type { TestNames } from "../page/content.ts";
import type { OutputLine, TestResult, TestRun, TestRunner, Workspace } from "../page/workspace.ts";
import type { Translation } from "../typescript/translate.ts";
import type { Translations } from "./link.ts";
import type { FromStudent, ToStudent } from "./messages.ts";
import { notRun } from "./not-run.ts";
import workerUrl from "./worker.ts?worker&url";

/** Public tests take milliseconds; one of a slow laptop takes a second. */
const SILENCE_LIMIT_MS = 10_000;
/** The engine is loaded from the network at the first visit. */
const START_LIMIT_MS = 60_000;

/** Translates TypeScript files by path. */
export type Translate = (files: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, Translation>>>;

/** What the runner works on. */
export interface RunnerParts {
  readonly workspace: Pick<Workspace, "list" | "read">;
  /** The public tests by path: "tests/mnist/fgsm.test.ts". */
  readonly tests: Readonly<Record<string, string>>;
  readonly names: TestNames;
  readonly translate: Translate;
}

/** A started worker, and whether its engine is ready. */
interface Started {
  readonly worker: Worker;
  readonly ready: Promise<void>;
}

/**
 * Runs the public tests in a worker that has run nothing else. The next one starts meanwhile, so that a run waits for no engine.
 */
export function makeTestRunner(parts: RunnerParts): TestRunner {
  let next: Started | undefined = startWorker();
  let stop = (): void => {};
  const runWhenReady = makeRun(parts);
  return {
    run: async (testFiles, onResult) => {
      stop();
      const started = next ?? startWorker();
      next = undefined;
      const stopped = new Promise<TestRun>((resolve) => {
        stop = () => resolve({ ended: "stopped", sentence: "A newer run has replaced this one.", output: [] });
      });
      try {
        return await Promise.race([runWhenReady(started, testFiles, onResult), stopped]);
      } finally {
        started.worker.terminate();
        next ??= startWorker();
      }
    },
  };
}

/** Runs test files in a worker as soon as its engine is ready; tests that did not come to run are told, too. */
function makeRun(parts: RunnerParts) {
  return async (
    { worker, ready }: Started,
    testFiles: readonly string[] | null,
    onResult: (result: TestResult) => void,
  ): Promise<TestRun> => {
    try {
      await ready;
    } catch (error) {
      return { ended: "broken", sentence: `The tests could not start. ${String(error)}`, output: [] };
    }
    const chosen = testFiles ?? Object.keys(parts.tests).filter((path) => path.endsWith(".test.ts"));
    const order: ToStudent = { files: await translated(parts), testFiles: chosen };
    const results: TestResult[] = [];
    const give = (result: TestResult): void => {
      results.push(result);
      onResult(result);
    };
    const run = await runIn(worker, order, give);
    notRun(parts.names, chosen, results, run.ended).forEach(give);
    return run;
  };
}

/** The student's files and the tests that may import them. */
async function translated({ workspace, tests, translate }: RunnerParts): Promise<Translations> {
  return translate({ ...tests, ...sourcesOf(workspace) });
}

/** The texts below src/. */
export function sourcesOf(workspace: Pick<Workspace, "list" | "read">): Record<string, string> {
  const paths = workspace.list().filter((path) => /^src\/.*\.[jt]s$/.test(path));
  return Object.fromEntries(paths.map((path) => [path, String(workspace.read(path))]));
}

function startWorker(): Started {
  // A worker of a blob inherits the page's policy, so that the student's code may ask no other server.
  const code = `import ${JSON.stringify(new URL(workerUrl, document.baseURI).href)};`;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  const ready = new Promise<void>((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error("The engine does not start: reload the page.")), START_LIMIT_MS);
    const settle = ({ data }: MessageEvent<FromStudent>): void => {
      if (data.type !== "ready" && data.type !== "failed") return;
      clearTimeout(giveUp);
      if (data.type === "ready") resolve();
      else reject(new Error(data.message));
    };
    worker.addEventListener("message", settle);
    worker.addEventListener("error", ({ message }) => reject(new Error(message || "The test runner does not load.")));
  });
  // Nobody may run tests.
  ready.catch(() => {});
  return { worker, ready };
}

/** Runs tests, until they are done or silent for too long. */
function runIn(worker: Worker, order: ToStudent, onResult: Parameters<TestRunner["run"]>[1]): Promise<TestRun> {
  const output: OutputLine[] = [];
  let what = "the tests";
  return new Promise<TestRun>((resolve) => {
    const end = (ended: TestRun["ended"], sentence: string | null): void => {
      clearTimeout(timer);
      resolve({ ended, sentence, output });
    };
    const late = (): void => end("loop", loopSentence(what));
    let timer = setTimeout(late, SILENCE_LIMIT_MS);
    worker.addEventListener("error", ({ message }) => end("broken", `The tests stopped: ${message}`));
    worker.addEventListener("message", ({ data }: MessageEvent<FromStudent>) => {
      if (data.type === "output") return void output.push(data.line);
      clearTimeout(timer);
      timer = setTimeout(late, SILENCE_LIMIT_MS);
      if (data.type === "begins") what = data.what;
      else if (data.type === "result") onResult(data.result);
      else if (data.type === "done") end(data.isOutOfMemory ? "memory" : "done", data.isOutOfMemory ? MEMORY : null);
      else if (data.type === "failed") end("broken", `The tests stopped: ${data.message}`);
    });
    worker.postMessage(order);
  });
}

const MEMORY =
  "A function used more memory than the browser gives. Look for tensors that are far too large, or made in a loop; the next run starts afresh.";

function loopSentence(what: string): string {
  return `Stopped ${what}, because nothing happened for ${SILENCE_LIMIT_MS / 1000} seconds. One of your functions probably loops forever or fills the memory; the next run starts afresh.`;
}

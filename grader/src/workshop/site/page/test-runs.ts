import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { progressOf, testFileOf } from "./exercises.ts";
import type { Scope, Store } from "./state.ts";
import type { TestResult, TestRunner, Workspace } from "./workspace.ts";

export interface TestRuns {
  /** @param shown what the list shows, if it is not what runs */
  readonly run: (scope: Scope, shown?: Scope) => Promise<void>;
  /** Runs tests after a pause: a student goes on typing, and a zip has many files. */
  readonly runSoon: (scope: Scope) => void;
  /** Computes how far each exercise is. */
  readonly refresh: () => void;
}

const PAUSE_MS = 900;

/** Runs tests, and keeps the latest result of each. */
export function makeTestRuns(store: Store, workspace: Workspace, runner: TestRunner): TestRuns {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;
  const read = (path: string): string => {
    const content = workspace.read(path);
    return typeof content === "string" ? content : "";
  };
  const setTests = (change: Partial<ReturnType<Store["get"]>["tests"]>): void => {
    const tests = { ...store.get().tests, ...change };
    store.set({ tests, progress: progressOf(read, tests.results) });
  };
  const run = async (scope: Scope, shown = scope): Promise<void> => {
    clearTimeout(timer);
    latest += 1;
    const id = latest;
    const atHand = EXERCISES.find((exercise) => exercise.id === store.get().exercise);
    const files = scope === "all" || atHand === undefined ? null : [testFileOf(atHand)];
    const before = store.get().tests.results;
    const found: TestResult[] = [];
    const others = (): readonly TestResult[] =>
      before.filter((result) => files !== null && !files.includes(result.file));
    setTests({ isRunning: true, scope: shown, sentence: null });
    const { sentence, output, ended } = await runner.run(files, (result) => {
      found.push(result);
      if (id === latest) setTests({ results: [...found, ...others()] });
    });
    // A later run has taken over.
    if (id !== latest || ended === "stopped") return;
    setTests({ isRunning: false, results: [...found, ...others()], sentence, output });
  };
  return {
    run,
    runSoon: (scope) => {
      clearTimeout(timer);
      timer = setTimeout(() => void run(scope), PAUSE_MS);
    },
    refresh: () => setTests({}),
  };
}

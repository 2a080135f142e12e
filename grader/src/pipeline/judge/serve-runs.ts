import { startTests, type File, type Task, type VitestRunnerConfig } from "@vitest/runner";
import { killTree } from "../../shared/process-tree.ts";
import type { Closing, JudgedCheck } from "./judgement.ts";
import type { SuiteRun } from "./suite-run.ts";

/** What the suites' process sends about a run: each verdict, then the end. */
export type FromSuites =
  | { readonly type: "judged"; readonly check: JudgedCheck }
  | { readonly type: "ended"; readonly faults: readonly string[]; readonly closing?: Closing };

/**
 * Judges the runs that the parent process sends, one at a time, with vitest's runner: its server and its module loader would
 * cost more than all checks. Ends with the parent.
 *
 * @param declare declares the tests of a run
 */
export function serveRuns(declare: (run: SuiteRun) => void): void {
  process.on("disconnect", () => killTree(process.pid));
  if (!process.connected) killTree(process.pid);
  process.on("message", (run: SuiteRun) => void judge(() => declare(run)));
}

async function judge(declare: () => void): Promise<void> {
  const files = await startTests(["suites"], {
    config: CONFIG,
    importFile: declare,
    onAfterRunTask: (test) => {
      const check = verdictOf(test);
      if (check !== undefined) send({ type: "judged", check });
    },
  });
  send({ type: "ended", faults: files.flatMap(faultsOf), ...(files[0]?.meta as { closing?: Closing }) });
}

/** The verdict that the check left in the metadata of its test. */
function verdictOf({ result, meta }: Task): JudgedCheck | undefined {
  const { judged } = meta as { judged?: JudgedCheck };
  return result?.state === "pass" ? judged : undefined;
}

/** The errors of a file besides its tests, and its tests without a verdict. */
function faultsOf({ result, tasks }: File): readonly string[] {
  const errors = result?.errors ?? [];
  const unjudged = tasks.filter((task) => verdictOf(task) === undefined);
  return [...errors.map(({ message }) => message), ...unjudged.map((task) => `${task.name}: ${reasonOf(task)}`)];
}

function reasonOf({ result, mode }: Task): string {
  return result?.errors?.map(({ message }) => message).join("; ") ?? `ended as ${result?.state ?? mode}`;
}

function send(message: FromSuites): void {
  process.send?.(message);
}

const CONFIG: VitestRunnerConfig = {
  root: "/",
  setupFiles: [],
  name: undefined,
  passWithNoTests: false,
  testNamePattern: undefined,
  allowOnly: false,
  sequence: { seed: 1, hooks: "stack", setupFiles: "list" },
  chaiConfig: undefined,
  maxConcurrency: 1,
  // Longer than any call may take: calls have their own limits, and this one is for checks that hang.
  testTimeout: 300_000,
  // On a busy machine, ending a process takes long.
  hookTimeout: 300_000,
  retry: 0,
  includeTaskLocation: false,
  tags: [],
  tagsFilter: undefined,
  strictTags: false,
};

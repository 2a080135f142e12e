import { cp, mkdir } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Reporter, TestCase } from "vitest/node";
import { FaultError } from "../../shared/errors.ts";
import { createVitestWithoutSignals } from "./create-vitest.ts";
import { TEMPLATE_FOLDER } from "../../shared/paths.ts";

/** The titles of the public tests that failed in a folder. */
export interface PublicTestsOutcome {
  readonly folder: string;
  readonly failed: readonly string[];
}

export interface PublicTestsEvents {
  readonly onTried?: (outcome: PublicTestsOutcome) => void;
  readonly signal?: AbortSignal;
}

/** Files that every public test needs: at the root of the run, and beside the tests. */
const CONFIGURATION = ["vitest.config.ts", "tests/setup.ts"];
const HELPERS = "tests/helpers.ts";

/** Writes the students' vitest configuration to the root of a run. */
export async function writeConfiguration(root: string): Promise<void> {
  await Promise.all(CONFIGURATION.map((file) => copyFromTemplate(file, root)));
}

/** Writes the public tests of an exercise file into a folder that has `src/`. */
export async function writePublicTests(exerciseFile: string, folder: string): Promise<void> {
  const tests = join("tests", exerciseFile.replace(/\.ts$/, ".test.ts"));
  await Promise.all([HELPERS, tests].map((file) => copyFromTemplate(file, folder)));
}

async function copyFromTemplate(file: string, folder: string): Promise<void> {
  const target = join(folder, file);
  await mkdir(dirname(target), { recursive: true });
  await cp(join(TEMPLATE_FOLDER, file), target);
}

/**
 * Runs the public tests of many folders below a root in one vitest, with the students' own configuration.
 *
 * @param folders each with `src/` and the `tests/` of at least one exercise file
 * @throws FaultError if tests of a folder did not run: a file that does not load is not a failed test
 */
export async function runPublicTests(
  root: string,
  folders: readonly string[],
  { onTried, signal }: PublicTestsEvents = {},
): Promise<readonly PublicTestsOutcome[]> {
  assertNotStopped(signal);
  const collected = collect(root, onTried);
  const abort = (): void => void vitest.cancelCurrentRun("keyboard-input");
  // vitest ignores a cancellation before its start.
  const abortLate: Reporter = { onTestModuleStart: () => (signal?.aborted ? abort() : undefined) };
  const vitest = await createVitestWithoutSignals("test", {
    root,
    config: join(root, "vitest.config.ts"),
    include: folders.map((folder) => `${folder}/tests/**/*.test.ts`),
    // By default vitest skips folders below node_modules, where the run is.
    exclude: [],
    watch: false,
    maxWorkers: 2,
    reporters: [collected.reporter, abortLate],
  });
  signal?.addEventListener("abort", abort);
  try {
    // Creating vitest takes a second in which nothing listened to the signal.
    assertNotStopped(signal);
    await vitest.start();
  } finally {
    signal?.removeEventListener("abort", abort);
    await vitest.close();
  }
  assertNotStopped(signal);
  return collected.outcomes(folders);
}

/** The outcomes of a stopped run are incomplete. */
function assertNotStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new FaultError("the run was stopped");
}

interface Collected {
  readonly reporter: Reporter;
  readonly outcomes: (folders: readonly string[]) => readonly PublicTestsOutcome[];
}

function collect(root: string, onTried: PublicTestsEvents["onTried"]): Collected {
  const tried = new Map<string, PublicTestsOutcome>();
  const faults: string[] = [];
  const reporter: Reporter = {
    onTestModuleEnd(module) {
      const [folder = ""] = relative(root, module.moduleId).split(sep);
      const tests = [...module.children.allTests()];
      const unfit = tests.filter((test) => !["passed", "failed"].includes(test.result().state));
      faults.push(...module.errors().map(({ message }) => `${folder}: ${message}`));
      faults.push(...unfit.map((test) => `${folder}: ${test.fullName} ended as ${test.result().state}`));
      if (tests.length === 0) return;
      const outcome = { folder, failed: [...(tried.get(folder)?.failed ?? []), ...titlesOfFailed(tests)] };
      tried.set(folder, outcome);
      onTried?.(outcome);
    },
    onTestRunEnd(_modules, unhandled) {
      faults.push(...unhandled.map(({ message }) => message));
    },
  };
  const outcomes: Collected["outcomes"] = (folders) => {
    const missing = folders.filter((folder) => !tried.has(folder)).map((folder) => `${folder}: no test ran`);
    if (faults.length + missing.length > 0) throw new FaultError([...faults, ...missing].join("; "));
    return [...tried.values()];
  };
  return { reporter, outcomes };
}

function titlesOfFailed(tests: readonly TestCase[]): readonly string[] {
  return tests.filter((test) => test.result().state === "failed").map(({ fullName }) => fullName);
}

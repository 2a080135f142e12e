import { engine, disposeVariables, memory } from "@tensorflow/tfjs-core";
import * as solution from "@robustness-lab/solution";
import "../../pipeline/judge/suites/index.ts";
import { loadCode, type Functions } from "../../pipeline/diagnose/variants/load-code.ts";
import { checkSeeds } from "../../pipeline/judge/check-seeds.ts";
import { declaredChecks, functionOf, judgeCheck } from "../../pipeline/judge/check.ts";
import {
  callsOfItsFunction,
  recording,
  type RecordedCall,
  type RecordedCheck,
} from "../../pipeline/judge/recorded-calls.ts";
import { openInProcess } from "../../pipeline/run/in-process.ts";
import type { Mutant } from "./mutant.ts";

/** A mutant to judge. */
export interface Trial extends Pick<Mutant, "code" | "file" | "functionName"> {
  readonly seeds: readonly number[];
  /** Judge all checks of the function; by default the first lost one ends the trial. */
  readonly all?: boolean;
}

/** A lost check with its message. */
interface Lost {
  readonly id: string;
  readonly message: string;
}

/** The lost checks with one seed; empty if the mutant survived. */
export interface SeedOutcome {
  readonly seed: number;
  readonly lost: readonly Lost[];
  /** An error that is no verdict. */
  readonly fault?: string;
}

export interface TrialOutcome {
  readonly seeds: readonly SeedOutcome[];
  /** The checks with the last seed, for a diagnosis. */
  readonly checks: readonly RecordedCheck[];
  /** The mutant damaged this thread: it must not judge any more. */
  readonly isSpent: boolean;
}

/** More tensors than this that a mutant left behind, by tf.keep for example, would make a thread run out of memory. */
const MAX_LEFT = 2000;

const seedsOf = memoize(checkSeeds);
const reference = solution as Functions;

/** Time for one trial: an idle machine judges a function in a tenth of a second. */
const LEAST_MS = 2000;
/** A slower mutant counts as one that never ends. */
const TIMES_REFERENCE = 10;

/**
 * Judges the reference, so that tensors that suites cache belong to no mutant.
 *
 * @returns the time that a mutant of the function may take
 * @throws Error if it loses a check
 */
export const deadlineFor = memoize(async (key: string): Promise<number> => {
  const [functionName = "", ...seeds] = key.split(" ");
  const startedAt = performance.now();
  for (const seed of seeds.map(Number)) {
    const { lost, fault } = await judgeAll(reference, functionName, seed, {});
    if (lost.length > 0 || fault !== undefined)
      throw new Error(`with seed ${seed} the reference loses ${lost.map(({ id }) => id).join(", ")} ${fault ?? ""}`);
  }
  return LEAST_MS + TIMES_REFERENCE * (performance.now() - startedAt);
});

/** Judges one mutant in this thread. The engine must be loaded. */
export async function runTrial({ code, file, functionName, seeds, all = false }: Trial): Promise<TrialOutcome> {
  const before = engineState();
  engine().startScope("mutant");
  const checks: RecordedCheck[] = [];
  const outcomes: SeedOutcome[] = [];
  for (const seed of seeds) {
    // Loaded anew for each seed, as for each grade: a mutant may keep something from an earlier call.
    const functions = { ...reference, ...loadCode(code, file) };
    checks.length = 0;
    outcomes.push(await judgeAll(functions, functionName, seed, { stop: !all, checks }));
  }
  const isSpent =
    !disposeAll() || engineState() !== before || memory().numTensors > MAX_LEFT || !(await isHealthy(outcomes));
  return { seeds: outcomes, checks, isSpent };
}

/** Disposes of what the mutant left behind. @returns whether the engine could do it */
function disposeAll(): boolean {
  try {
    engine().endScope();
    disposeVariables();
    return true;
  } catch {
    return false;
  }
}

async function judgeAll(
  functions: Functions,
  functionName: string,
  seed: number,
  { stop = false, checks = [] }: { readonly stop?: boolean; readonly checks?: RecordedCheck[] },
): Promise<SeedOutcome> {
  const submission = openInProcess(functions);
  const lost: Lost[] = [];
  for (const id of declaredChecks().filter((each) => functionOf(each) === functionName)) {
    const calls: RecordedCall[] = [];
    try {
      const { verdict, message = "" } = await judgeCheck(id, {
        submission: recording(submission, calls),
        ...seedsOf(seed)(id),
      });
      checks.push({ id, verdict, calls: callsOfItsFunction(id, calls) });
      if (verdict === "failed") lost.push({ id, message });
    } catch (error) {
      // The mutant broke the engine, which it shares with the suites here, but not in a grade.
      if (error instanceof Error && error.name === "RuntimeError")
        return { seed, lost: [...lost, { id, message: String(error) }] };
      return { seed, lost, fault: `${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` };
    }
    if (stop && lost.length > 0) break;
  }
  return { seed, lost };
}

/** Whether the reference still passes the first check that the mutant lost. */
async function isHealthy(outcomes: readonly SeedOutcome[]): Promise<boolean> {
  for (const { seed, lost } of outcomes) {
    const [first] = lost;
    if (first === undefined) continue;
    const context = { submission: openInProcess(reference), ...seedsOf(seed)(first.id) };
    return judgeCheck(first.id, context).then(
      ({ verdict }) => verdict === "passed",
      () => false,
    );
  }
  return true;
}

/** What a mutant may leave behind in the engine, besides tensors. */
function engineState(): string {
  const { scopeStack, gradientDepth, kernelDepth } = engine().state;
  return [scopeStack.length, gradientDepth, kernelDepth].join();
}

function memoize<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}

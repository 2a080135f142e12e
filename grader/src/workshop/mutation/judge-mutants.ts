import type { RecordedCheck } from "../../pipeline/judge/recorded-calls.ts";
import type { PoolResult } from "../threads/pool.ts";
import { runBundled } from "../threads/run-bundled.ts";
import type { Mutant } from "./mutant.ts";
import type { SeedOutcome, Trial, TrialOutcome } from "./trial.ts";

/** A mutant and what became of it. */
export interface JudgedMutant extends Mutant {
  readonly fate: Fate;
  /** By seed; none for a timeout. */
  readonly outcomes: readonly SeedOutcome[];
  /** The checks of the function and their calls, for a diagnosis. */
  readonly checks: readonly RecordedCheck[];
  /** Why there is no verdict. */
  readonly reason?: string;
}

export type Fate = "killed" | "timeout" | "survived" | "fault";

export interface JudgeOptions {
  readonly seeds: readonly number[];
  /** Judge all checks of a mutant's function; by default the first lost one ends its trial. */
  readonly all?: boolean;
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly onDone: (done: number, total: number) => void;
}

/** Judges mutants in threads, each only in the checks of its function. */
export async function judgeMutants(
  mutants: readonly Mutant[],
  { seeds, all = false, ...options }: JudgeOptions,
): Promise<readonly JudgedMutant[]> {
  const trials = mutants.map(({ code, file, functionName }): Trial => ({ code, file, functionName, seeds, all }));
  const results = await runBundled<TrialOutcome>(trials, {
    ...options,
    worker: new URL("./worker.ts", import.meta.url),
    isSpent: ({ isSpent }) => isSpent,
  });
  return mutants.map((mutant, index) => ({ ...mutant, ...judged(results[index]) }));
}

function judged(outcome: PoolResult<TrialOutcome> | undefined): Omit<JudgedMutant, keyof Mutant> {
  const nothing = { outcomes: [], checks: [] };
  if (outcome === undefined) return { ...nothing, fate: "fault", reason: "it was not judged" };
  if (outcome.status === "timeout") return { ...nothing, fate: "timeout" };
  if (outcome.status === "crashed") return { ...nothing, fate: "fault", reason: outcome.message };
  const { seeds: outcomes, checks } = outcome.result;
  const fault = outcomes.find((each) => each.fault !== undefined)?.fault;
  if (fault !== undefined) return { outcomes, checks, fate: "fault", reason: fault };
  return { outcomes, checks, fate: outcomes.some(({ lost }) => lost.length > 0) ? "killed" : "survived" };
}

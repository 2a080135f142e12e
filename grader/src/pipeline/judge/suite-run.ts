import type { EngineChoice } from "@robustness-lab/fixtures/engine";
import type { Isolation, SandboxView, Unprotected } from "../run/isolation/index.ts";
import type { Limits } from "../run/run-limits.ts";
import type { ModuleState } from "../run/submission-process.ts";

/** What the suites are told of the run, as plain data. */
export interface SuiteRun {
  readonly seed: number;
  readonly engine: Exclude<EngineChoice, "auto">;
  readonly isolation: Isolation | Unprotected;
  readonly view: SandboxView;
  readonly modules: Readonly<Record<string, ModuleState>>;
  readonly limits: Limits;
  /** Ids of the checks to run; null for all. */
  readonly only: readonly string[] | null;
  /** A file for the calls of the functions that fail a check; absent where nobody asks for them. */
  readonly recordTo?: string;
}

declare module "vitest" {
  interface ProvidedContext {
    run: SuiteRun;
  }
}

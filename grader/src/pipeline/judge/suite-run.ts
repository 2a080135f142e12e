import type { EngineChoice } from "@robustness-lab/fixtures/engine";
import type { Isolation, SandboxView, Unprotected } from "../run/isolation/index.ts";
import type { Limits } from "../run/run-limits.ts";
import type { ModuleState } from "../run/submission-process.ts";

/** The input of the suites, as plain data: it is sent to their process. */
export interface SuiteRun {
  readonly seed: number;
  readonly engine: Exclude<EngineChoice, "auto">;
  readonly isolation: Isolation | Unprotected;
  readonly view: SandboxView;
  readonly modules: Readonly<Record<string, ModuleState>>;
  readonly limits: Limits;
  /** Ids of checks; null for all. */
  readonly only: readonly string[] | null;
  /** A file for the calls of the functions that fail a check; they are not recorded without it. */
  readonly recordTo?: string;
}

import type { EngineChoice, EngineName } from "@robustness-lab/fixtures/engine";
import type { Isolation } from "../../pipeline/run/isolation/index.ts";
import type { Result } from "../../pipeline/score/result.ts";

/** What a worker is told when it starts, as JSON on its command line. */
export interface WorkerSettings {
  readonly engine: EngineChoice;
  readonly isolation: Isolation;
  readonly graderVersion: string;
  readonly seed: number;
  readonly only?: readonly string[];
}

/** One submission to grade. */
export interface Job {
  readonly path: string;
  readonly name: string;
  readonly notes: readonly string[];
}

/** To a worker. */
export type ToWorker = { readonly type: "grade"; readonly job: Job } | { readonly type: "stop" };

/** From a worker: once that it is ready or cannot be, then one answer for each job. */
export type FromWorker =
  | { readonly type: "ready"; readonly engine: EngineName; readonly why: string }
  | { readonly type: "result"; readonly result: Result }
  /** Bad usage: at the start of what was asked for, later of a submission that cannot be read. */
  | { readonly type: "usage"; readonly message: string }
  | { readonly type: "fault"; readonly message: string };

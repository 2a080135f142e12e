import type { EngineChoice, EngineName } from "@robustness-lab/fixtures/engine";
import type { Isolation } from "../../pipeline/run/isolation/index.ts";
import type { Result } from "../../pipeline/score/result.ts";

/** The settings of a worker, passed as JSON on its command line. */
export interface WorkerSettings {
  readonly engine: EngineChoice;
  readonly isolation: Isolation;
  readonly graderVersion: string;
  readonly seed: number;
  readonly only?: readonly string[];
  /** A folder for its temporary files, which the parent removes: a worker that does not end in time is killed. */
  readonly temporary?: string;
}

/** One submission to grade. */
export interface Job {
  readonly path: string;
  readonly name: string;
  readonly notes: readonly string[];
}

/** A message to a worker. */
export type ToWorker = { readonly type: "grade"; readonly job: Job } | { readonly type: "stop" };

/** A message from a worker: first "ready" or a failure to start, then one answer per job. */
export type FromWorker =
  | { readonly type: "ready"; readonly engine: EngineName; readonly why: string }
  | { readonly type: "result"; readonly result: Result }
  /** At the start, the engine is not available; later, a submission cannot be read. */
  | { readonly type: "usage"; readonly message: string }
  | { readonly type: "fault"; readonly message: string };

import type { FromTrainer, Problem, ToTrainer, TrainerSetup, TrainingJob } from "../shared/worker-messages.ts";
import { Stopped } from "./worker-client.ts";

/** What a training reports. */
export interface TrainingEvents {
  readonly onSteps: (losses: readonly number[]) => void;
  readonly onEpoch: (epoch: Extract<FromTrainer, { type: "epoch" }>) => void;
}

/** A worker that trains. */
export interface Trainer {
  /** Its engine has started and the student's current files are imported. @throws Stopped */
  readonly ready: Promise<void>;
  /** @returns the problem that ended the training, or null at its end @throws Stopped */
  readonly train: (job: TrainingJob, events: TrainingEvents) => Promise<Problem | null>;
  readonly stop: () => void;
}

/** The number of threads of a training: all cores, or one if the browser does not isolate the page. */
export function trainerThreads(): number {
  return crossOriginIsolated ? navigator.hardwareConcurrency : 1;
}

/** The engine of a training, by its name in checkpoints: the processor's, unless the address says `?engine=webgpu`. */
export function trainerEngine(): TrainerSetup["engine"] {
  return new URLSearchParams(location.search).get("engine") === "webgpu" ? "webgpu" : "wasm";
}

/** Starts a worker that trains. */
export function startTrainer(): Trainer {
  const worker = new Worker(new URL("../worker/trainer.ts", import.meta.url), { type: "module" });
  const [ready, trained] = [settled<undefined>(), settled<Problem | null>()];
  let events: TrainingEvents | undefined;
  const end = (error: Error): void => {
    worker.terminate();
    ready.reject(error);
    trained.reject(error);
  };
  const post = (message: ToTrainer, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
  worker.addEventListener("error", ({ message }) => end(new Error(message || "the lab's own worker does not load")));
  worker.addEventListener("message", ({ data }: MessageEvent<FromTrainer>) => {
    if (data.type === "ready") ready.resolve(undefined);
    else if (data.type === "steps") events?.onSteps(data.losses);
    else if (data.type === "epoch") events?.onEpoch(data);
    else if (data.type === "failed") end(new Error(data.message));
    else trained.resolve(data.type === "done" ? null : data.problem);
  });
  post({ type: "setup", engine: trainerEngine(), threads: trainerThreads() });
  return {
    ready: ready.promise,
    train: (job, given) => {
      events = given;
      post({ type: "train", job }, [job.dataset.pixels.buffer as ArrayBuffer, job.test.pixels.buffer as ArrayBuffer]);
      return trained.promise;
    },
    stop: () => end(new Stopped()),
  };
}

/** A promise with its resolve and reject. It may be rejected before anything awaits it. */
function settled<T>() {
  let [resolve, reject]: [(value: T) => void, (error: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  promise.catch(() => {});
  return { promise, resolve: (value: T) => resolve(value), reject: (error: Error) => reject(error) };
}

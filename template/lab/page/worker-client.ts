import type { Model } from "../shared/data.ts";
import { takeWorker } from "./spare-worker.ts";
import type {
  CurveProgress,
  ExerciseFunction,
  FromWorker,
  Ready,
  Request,
  ResultOf,
  Setup,
  ToWorker,
} from "../shared/worker-messages.ts";

/** A worker that is starting or ready. */
export interface LabWorker {
  readonly ready: Promise<Ready>;
  /** @throws Stopped if the worker is stopped meanwhile, Unanswered if it takes too long */
  readonly ask: <R extends Request>(request: R, options?: AskOptions) => Promise<ResultOf<R>>;
  readonly setModels: (models: readonly Model[]) => void;
  readonly stop: () => void;
}

interface AskOptions {
  readonly onProgress?: (progress: CurveProgress) => void;
  /** The worker is terminated after this time, because it may hang. */
  readonly limitMs?: number;
}

/** The worker was stopped, so there will be no answer. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** The worker did not answer in time and was terminated. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
}

/** A promise that a message from the worker settles. */
interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: AskOptions["onProgress"];
}

/** The messages "ready" and "failed" have no id. */
const START_ID = 0;
/** A worker whose imports only define functions is ready within a second or two. */
const START_LIMIT_MS = 20_000;

/** Sets up a worker, which imports the student's current files. */
export function startWorker(setup: Setup, worker = takeWorker()): LabWorker {
  const pending = new Map<number, Pending>();
  let lastId = START_ID;
  let running: ExerciseFunction | undefined;

  const end = (error: Error): void => {
    worker.terminate();
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  const post = <T>(message: ToWorker, { onProgress, limitMs }: AskOptions, ifLate: () => string): Promise<T> => {
    const giveUp = (): void => end(new Unanswered(`no answer within ${(limitMs ?? 0) / 1000} s: ${ifLate()}`));
    const limit = limitMs === undefined ? undefined : setTimeout(giveUp, limitMs);
    worker.postMessage(message);
    return new Promise<T>((resolve, reject) => {
      pending.set("id" in message ? message.id : START_ID, { resolve, reject, onProgress });
    }).finally(() => clearTimeout(limit));
  };

  worker.addEventListener("error", (event) => end(new Error(event.message || "the lab's own worker does not load")));
  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === "calls") running = data.called;
    else receive(data, pending);
  });
  const ready = post<Ready>(
    { type: "setup", setup },
    { limitMs: START_LIMIT_MS },
    () => "does a file under src/ compute when it is imported?",
  );
  // A worker may be stopped while it starts, when no caller waits for it.
  ready.catch(() => {});
  return {
    ready,
    setModels: (models) => worker.postMessage({ type: "models", models } satisfies ToWorker),
    stop: () => end(new Stopped()),
    ask: (request, options = {}) =>
      post({ type: "request", id: (lastId += 1), request }, options, () => loopQuestion(running)),
  };
}

function loopQuestion(running: ExerciseFunction | undefined): string {
  if (running === undefined) return "is there an endless loop?";
  return `is there an endless loop in ${running.name} of src/${running.file}?`;
}

function receive(message: Exclude<FromWorker, { readonly type: "calls" }>, pending: Map<number, Pending>): void {
  const id = "id" in message ? message.id : START_ID;
  const asked = pending.get(id);
  if (message.type === "progress") return asked?.onProgress?.(message.progress);
  pending.delete(id);
  if (message.type === "failed" || message.type === "fault") return asked?.reject(new Error(message.message));
  asked?.resolve((message.type === "ready" ? message.ready : message.result) as never);
}

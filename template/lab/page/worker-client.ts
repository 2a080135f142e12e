import { takeWorker } from "./early-worker.ts";
import type {
  CurveProgress,
  FromWorker,
  Ready,
  Request,
  ResultOf,
  Results,
  Setup,
  ToWorker,
} from "../shared/messages.ts";

/** A worker that is starting or ready. */
export interface LabWorker {
  readonly ready: Promise<Ready>;
  /** @throws Stopped when the worker was ended meanwhile, Unanswered when it took too long */
  readonly ask: <R extends Request>(request: R, options?: AskOptions) => Promise<ResultOf<R>>;
  readonly stop: () => void;
}

/** How to wait for an answer. */
export interface AskOptions {
  readonly onProgress?: (progress: CurveProgress) => void;
  /** After so long the worker is ended: it may never come back. */
  readonly limitMs?: number;
}

/** The worker was ended: nobody waits for the answer any more. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** The worker did not answer in time and was ended. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
}

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: AskOptions["onProgress"];
}

/** A worker that imports nothing but functions is ready in a second or two. */
const START_LIMIT_MS = 20_000;

/** Starts a worker, which imports the student's files as they are now. */
export function startWorker(setup: Setup): LabWorker {
  const worker = takeWorker();
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  const post = (message: ToWorker): void => worker.postMessage(message);
  const end = (error: Error): void => {
    worker.terminate();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const ready = new Promise<Ready>((resolve, reject) => {
    waiting.set(0, { resolve: resolve, reject, onProgress: undefined });
  });
  const tooLate = setTimeout(() => {
    end(
      new Unanswered(
        `not ready within ${START_LIMIT_MS / 1000} s: does a file under src/ compute when it is imported?`,
      ),
    );
  }, START_LIMIT_MS);
  const settled = (): void => clearTimeout(tooLate);
  ready.then(settled, settled);
  // Whoever stops a worker that is still starting does not wait for it.
  ready.catch(() => {});
  worker.addEventListener("error", (event) => end(new Error(event.message || "the lab's own worker does not load")));
  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => receive(data, waiting));
  post({ type: "setup", setup });
  return {
    ready,
    stop: () => end(new Stopped()),
    ask: (request, { onProgress, limitMs = Infinity } = {}) =>
      new Promise((resolve, reject) => {
        const id = (lastId += 1);
        const timer = Number.isFinite(limitMs)
          ? setTimeout(
              () => end(new Unanswered(`no answer within ${limitMs / 1000} s: is there an endless loop?`)),
              limitMs,
            )
          : undefined;
        const settle =
          <V>(then: (value: V) => void) =>
          (value: V): void => {
            clearTimeout(timer);
            then(value);
          };
        waiting.set(id, { resolve: settle(resolve), reject: settle(reject), onProgress });
        post({ type: "request", id, request });
      }),
  };
}

function receive(message: FromWorker, waiting: Map<number, Waiting>): void {
  const id = "id" in message ? message.id : 0;
  const asked = waiting.get(id);
  if (message.type === "progress") return asked?.onProgress?.(message.progress);
  waiting.delete(id);
  if (message.type === "failed" || message.type === "fault") return asked?.reject(new Error(message.message));
  const result: Ready | Results[keyof Results] = message.type === "ready" ? message.ready : message.result;
  asked?.resolve(result as never);
}

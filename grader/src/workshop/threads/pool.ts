import { Worker } from "node:worker_threads";

/** What a worker says: that it has begun a task, which may take some time; the result of the task. */
export type FromWorker<R> =
  { readonly kind: "begun"; readonly deadlineMs: number } | { readonly kind: "done"; readonly result: R };

/** The result of a task, or why there is none. */
export type PoolResult<R> =
  | { readonly status: "done"; readonly result: R }
  /** It took too long, or more memory than a thread has. */
  | { readonly status: "timeout" }
  | { readonly status: "crashed"; readonly message: string };

export interface PoolOptions<R> {
  /** The file of the worker. */
  readonly file: string;
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly onDone: (done: number, total: number) => void;
  /** The worker must not be used after this result. */
  readonly isSpent: (result: R) => boolean;
}

const LIMITS = { maxOldGenerationSizeMb: 1024 };

/** Runs tasks in threads, each thread one task at a time. A thread that hangs, crashes or is spent is replaced. */
export async function runInPool<R>(
  tasks: readonly unknown[],
  options: PoolOptions<R>,
): Promise<readonly PoolResult<R>[]> {
  const results: PoolResult<R>[] = [];
  const queue = tasks.map((task, index) => ({ task, index }));
  let done = 0;
  const work = async (): Promise<void> => {
    let thread: Thread<R> | undefined;
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        options.signal.throwIfAborted();
        thread ??= startThread<R>(options.file);
        const result = await thread.run(next.task, options.signal);
        results[next.index] = result;
        options.onDone((done += 1), tasks.length);
        if (result.status === "done" && !options.isSpent(result.result)) continue;
        await thread.end();
        thread = undefined;
      }
    } finally {
      await thread?.end();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, tasks.length) }, work));
  return results;
}

interface Thread<R> {
  readonly run: (task: unknown, signal: AbortSignal) => Promise<PoolResult<R>>;
  readonly end: () => Promise<unknown>;
}

function startThread<R>(file: string): Thread<R> {
  // Not shown: kernels print warnings for what mutants ask of them.
  const worker = new Worker(file, { resourceLimits: LIMITS, stdout: true, stderr: true });
  let listener: ((event: FromWorker<R> | ThreadEnd) => void) | undefined;
  const hear = (event: FromWorker<R> | ThreadEnd): void => listener?.(event);
  worker.on("message", hear);
  worker.on("error", (error) => hear({ kind: "failed", error }));
  worker.on("exit", (code) => hear({ kind: "failed", error: new Error(`the thread ended with code ${code}`) }));
  return {
    run: (task, signal) =>
      new Promise((resolve) => {
        let timer: NodeJS.Timeout | undefined;
        const end = (result: PoolResult<R>): void => {
          listener = undefined;
          clearTimeout(timer);
          signal.removeEventListener("abort", stop);
          resolve(result);
        };
        const stop = (): void => end({ status: "crashed", message: "stopped" });
        signal.addEventListener("abort", stop);
        listener = (event) => {
          if (event.kind === "done") end({ status: "done", result: event.result });
          else if (event.kind === "failed") end(resultOf(event.error));
          else timer = setTimeout(() => end({ status: "timeout" }), event.deadlineMs);
        };
        // Kept by the thread until it is ready.
        worker.postMessage(task);
      }),
    end: () => worker.terminate(),
  };
}

interface ThreadEnd {
  readonly kind: "failed";
  readonly error: unknown;
}

function resultOf<R>(error: unknown): PoolResult<R> {
  return isOutOfMemory(error) ? { status: "timeout" } : { status: "crashed", message: String(error) };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
